import type { Page } from "playwright-core";
import { expect } from "vitest";

/** Two tabs of a template's page, of two people. */
export interface Tabs {
  readonly one: Page;
  readonly two: Page;
}

/** For each template, what two people do on its page, and what they then must see. */
export const pages: Readonly<Record<string, (tabs: Tabs) => Promise<void>>> = {
  async minimal({ one, two }) {
    await one.getByLabel("Your name").fill("Ada");
    await one.getByRole("button").click();
    await one.getByText("Hello Ada").waitFor();
    await two.getByText("Ada said hello").waitFor();
  },

  async chat({ one, two }) {
    for (const [page, name] of [
      [one, "Ada"],
      [two, "Ben"],
    ] as const) {
      await page.getByLabel("Your name").fill(name);
      await page.getByRole("button", { name: "Enter" }).click();
      await page.getByRole("heading", { name: "lobby" }).waitFor();
    }
    await one.getByRole("listitem", { name: "Ben" }).waitFor();
    await two.getByLabel("Message", { exact: true }).pressSequentially("<b>hello</b>");
    await one.getByText("Ben is typing…").waitFor();
    await two.keyboard.press("Enter");
    await one.getByText("<b>hello</b>").waitFor();
    await two.getByRole("button", { name: "ideas" }).click();
    await one.getByRole("listitem", { name: "Ben" }).waitFor({ state: "detached" });
    await one.reload();
    await one.getByText("<b>hello</b>").waitFor();
  },

  async namespaces({ one, two }) {
    await one.getByRole("button", { name: "A game" }).click();
    await two.getByRole("button", { name: "A game 1 vote" }).click();
    await one.getByText("2 votes so far").waitFor();
    await one.getByRole("link", { name: "Admin" }).click();
    await signIn(one, "guess");
    await one.getByText("That is not the password.").waitFor();
    await signIn(one, adminPassword);
    await one.getByText("1 person has the poll open").waitFor();
    await one.getByLabel("Question").fill("Tea?");
    await one.getByLabel("Options").fill("Yes, No");
    await one.getByRole("button", { name: "Ask" }).click();
    await two.getByRole("heading", { name: "Tea?" }).waitFor();
    await two.getByRole("button", { name: "No" }).click();
    await one.getByText("1 vote so far").waitFor();
  },

  async express({ one, two }) {
    for (const [page, name] of [
      [one, "Ada"],
      [two, "Ben"],
    ] as const) {
      await page.getByLabel("Name").fill(name);
      await page.getByLabel("Password").fill(`the password of ${name}`);
      await page.getByRole("button", { name: "Sign in" }).click();
    }
    await one.getByRole("listitem", { name: "Ben" }).waitFor();
    await one.getByLabel("Add to the list").fill("<i>apples</i>");
    await one.keyboard.press("Enter");
    await two.getByRole("checkbox", { name: "<i>apples</i>" }).click();
    await one.getByText("0 of 1 left").waitFor();
    await one.reload();
    await one.getByText("0 of 1 left").waitFor();
    await one.getByRole("button", { name: "Sign out" }).click();
    await one.getByRole("button", { name: "Sign in" }).waitFor();
    await one.getByText("0 of 1 left").waitFor({ state: "hidden" });
  },

  async game({ one, two }) {
    for (const [page, name] of [
      [one, "Ada"],
      [two, "Ben"],
    ] as const) {
      await page.getByLabel("Your name").fill(name);
      await page.getByRole("button", { name: "Play" }).click();
    }
    for (const page of [one, two]) {
      await page.getByLabel("Scores").getByText("Ada").waitFor();
      await page.getByLabel("Scores").getByText("Ben").waitFor();
    }
    const before = await two.screenshot();
    await one.bringToFront();
    await one.keyboard.down("ArrowRight");
    await expect.poll(() => two.screenshot(), { timeout: 10_000 }).not.toEqual(before);
    await one.keyboard.up("ArrowRight");
  },

  async typed({ one, two }) {
    await one.getByText("2 here").waitFor();
    await one.getByLabel("Add to Went well").fill("<i>the cake</i>");
    await one.keyboard.press("Enter");
    await two.getByRole("button", { name: "Like <i>the cake</i>" }).click();
    await one.getByRole("button", { name: "Like" }).filter({ hasText: "1" }).waitFor();
    await one.getByRole("button", { name: "Remove <i>the cake</i>" }).click();
    await two.getByText("the cake").waitFor({ state: "detached" });
  },
};

/** What opens the admin page of a template that has one. */
export const adminPassword = "open sesame";

async function signIn(page: Page, password: string): Promise<void> {
  await page.getByLabel("Password").fill(password);
  await page.getByRole("button", { name: "Come in" }).click();
}

/** Every template has an entry above. */
export function pageOf(template: string): (tabs: Tabs) => Promise<void> {
  const page = pages[template];
  expect(page, `test/templates/pages.ts says nothing about ${template}`).toBeDefined();
  return page ?? (() => Promise.resolve());
}
