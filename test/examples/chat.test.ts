import type { Page } from "playwright-core";
import { expect, onTestFinished, type TestContext, test } from "vitest";
import { openChromium } from "../_support/chromium.ts";
import { startCli } from "../_support/cli.ts";

const pixel = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M/wHwAEBgIApD5fRAAAAABJRU5ErkJggg==",
  "base64",
);

test("two people see each other's name, and how many are in the room", { timeout: 90_000 }, async (context) => {
  const { enter } = await openChat(context);
  const ada = await enter("Ada");
  await counter(ada, "Only you").waitFor();
  const ben = await enter("Ben");

  await ada.getByText("Ben joined").waitFor();
  await counter(ada, "2 here").click();
  await expect.poll(() => namesIn(ada)).toEqual(["Ada (you)", "Ben"]);

  await ben.close();
  // Whoever goes in the middle of an upgrade is missed only when the heartbeat is not answered.
  await ada.getByText("Ben left").waitFor({ timeout: 60_000 });
  await expect.poll(() => namesIn(ada)).toEqual(["Ada (you)"]);
});

test("a name that somebody else has is refused, with a reason", async (context) => {
  const { enter, visit } = await openChat(context);
  await enter("Ada");
  const other = await visit();
  await knock(other, "ada");
  await other.getByText("ada is already here. Choose another name.").waitFor();
  await knock(other, "Ben");
  await other.getByRole("heading", { name: "lobby" }).waitFor();
});

test("what one types and sends reaches the other, and is not taken for markup", async (context) => {
  const { enter } = await openChat(context);
  const ada = await enter("Ada");
  const ben = await enter("Ben");

  await messageField(ben).pressSequentially("<b>hello</b>");
  await ada.getByText("Ben is typing…").waitFor();
  await messageField(ben).press("Enter");

  await expect.poll(() => messagesIn(ada)).toEqual(["Ben: <b>hello</b>"]);
  await expect.poll(() => messagesIn(ben)).toEqual(["You: <b>hello</b>"]);
  await ada.getByText("is typing…").waitFor({ state: "detached" });
});

test("an image dropped in one page is shown in the other", async (context) => {
  const { enter } = await openChat(context);
  const ada = await enter("Ada");
  const ben = await enter("Ben");

  await drop(ada, "pixel.png", pixel);
  await ada.getByText("pixel.png").waitFor();
  await write(ada, "one pixel");

  const image = ben.getByRole("img", { name: "one pixel" });
  await image.waitFor();
  const isDecoded = () =>
    image.evaluate((element) => (element as unknown as { naturalWidth: number }).naturalWidth === 1);
  await expect.poll(isDecoded).toBe(true);
});

test("an image that is too big, and a file that is no image, are refused with the limits", async (context) => {
  const { enter } = await openChat(context);
  const ada = await enter("Ada");
  await drop(ada, "holiday.png", Buffer.alloc(1_200_000));
  await ada.getByText("“holiday.png” is 1.2 MB; images of up to 700 kB can be sent.").waitFor();
  await drop(ada, "notes.txt", Buffer.from("notes"), "text/plain");
  await ada.getByText("“notes.txt” is not an image that can be shown here: PNG, JPEG, GIF or WebP.").waitFor();

  await drop(ada, "fake.png", Buffer.from("not what the name says"));
  await write(ada, "look");
  await ada.getByText(/not sent: A message is up to 2000 characters/).waitFor();
});

test("rooms are apart, and what is said in another one shows as unread", async (context) => {
  const { enter } = await openChat(context);
  const ada = await enter("Ada");
  const ben = await enter("Ben");

  await ben.getByLabel("Name of a new room").fill("garden");
  await ben.getByLabel("Name of a new room").press("Enter");
  await ben.getByRole("heading", { name: "garden" }).waitFor();
  await write(ben, "over here");

  await ada.getByRole("button", { name: "garden new messages 1 here" }).waitFor();
  expect(await messagesIn(ada)).toEqual([]);
  await messageField(ada).press("Alt+ArrowDown");
  await expect.poll(() => messagesIn(ada)).toEqual(["Ben: over here"]);
  await ada.getByRole("button", { name: "garden 2 here" }).waitFor();
});

test("a reload comes back with the same name, to the same room and its history", async (context) => {
  const { enter } = await openChat(context);
  const ada = await enter("Ada");
  const ben = await enter("Ben");
  await write(ada, "before");
  await drop(ada, "pixel.png", pixel);
  await write(ada, "with an image");
  await ben.getByRole("img", { name: "with an image" }).waitFor();
  await ada.reload();

  await expect.poll(() => messagesIn(ada)).toEqual(["You: before", "You: with an image"]);
  await ada.getByRole("img", { name: "with an image" }).waitFor();
  await counter(ada, "2 here").waitFor();
});

test("a lost connection shows, and what is written meanwhile is sent when the server is back", async (context) => {
  const { enter, server } = await openChat(context);
  const ada = await enter("Ada");
  expect(await server.stop()).toBe(0);
  await ada.getByText("Reconnecting…").waitFor();
  await write(ada, "anybody?");
  await ada.getByText("waiting for the connection").waitFor();

  await serveChat(new URL(server.url).port);
  await ada.getByText("Reconnecting…").waitFor({ state: "detached" });
  await ada.locator('.message[data-state="sent"]', { hasText: "anybody?" }).waitFor();
  await ada.reload();
  await expect.poll(() => messagesIn(ada)).toEqual(["You: anybody?"]);
});

/** The chat, served by the command line, and a browser in which each visitor has a tab. */
async function openChat(context: TestContext) {
  const browser = await openChromium(context);
  const server = await serveChat("0");
  const tabs = await browser.newContext();
  tabs.setDefaultTimeout(10_000);

  async function visit(): Promise<Page> {
    const page = await tabs.newPage();
    page.on("pageerror", (error) => onTestFinished(() => expect.unreachable(error.message)));
    await page.goto(server.url);
    return page;
  }

  async function enter(name: string): Promise<Page> {
    const page = await visit();
    await knock(page, name);
    await page.getByRole("heading", { name: "lobby" }).waitFor();
    return page;
  }

  return { server, visit, enter };
}

async function serveChat(port: string) {
  const server = await startCli(["examples/chat/handlers.ts", "--static", "examples/chat/public", "--port", port]);
  onTestFinished(async () => {
    await server.stop();
  });
  return server;
}

const counter = (page: Page, text: string) => page.locator("#count", { hasText: text });
const messageField = (page: Page) => page.getByLabel("Message", { exact: true });

async function knock(page: Page, name: string): Promise<void> {
  await page.getByLabel("Your name").fill(name);
  await page.getByRole("button", { name: "Enter the lobby" }).click();
}

async function write(page: Page, text: string): Promise<void> {
  await messageField(page).fill(text);
  await messageField(page).press("Enter");
}

/** The messages that a page shows, as "name: text"; one that follows another by the same person has the name too. */
async function messagesIn(page: Page): Promise<string[]> {
  const items = await page.locator("#messages .message").all();
  return Promise.all(
    items.map(
      async (item) =>
        `${await item.locator("> span").last().textContent()}: ${await item.locator(".text").textContent()}`,
    ),
  );
}

async function namesIn(page: Page): Promise<string[]> {
  const texts = await page.locator("#names li").allTextContents();
  // Each begins with the avatar's one letter.
  return texts.map((text) => text.slice(1));
}

async function drop(page: Page, name: string, bytes: Buffer, type = "image/png"): Promise<void> {
  const dataTransfer = await page.evaluateHandle(`{
    const data = new DataTransfer();
    const bytes = Uint8Array.from(atob("${bytes.toString("base64")}"), (letter) => letter.charCodeAt(0));
    data.items.add(new File([bytes], "${name}", { type: "${type}" }));
    data;
  }`);
  await page.dispatchEvent("#log", "drop", { dataTransfer });
}
