/** What asks for a reload. */
export interface ReloadRequest {
  /** The paths that changed; `undefined` to load everything again. */
  readonly changed: ReadonlySet<string> | undefined;
  /** When the first change was noticed, in the time of `performance.now()`; if nobody knows, when its turn comes. */
  readonly noticedAt?: number;
}

/**
 * Does one reload at a time. Requests that come during one share the next, and its outcome.
 *
 * @param reload MUST NOT reject
 */
export function oneAtATime<Outcome>(
  reload: (request: ReloadRequest) => Promise<Outcome>,
): (request: ReloadRequest) => Promise<Outcome> {
  let running: Promise<unknown> = Promise.resolve();
  let waiting: { request: ReloadRequest; readonly outcome: Promise<Outcome> } | undefined;
  return (request) => {
    if (waiting) {
      waiting.request = joined(waiting.request, request);
      return waiting.outcome;
    }
    const outcome = running.then(() => {
      const { request: all = request } = waiting ?? {};
      waiting = undefined;
      return reload(all);
    });
    waiting = { request, outcome };
    running = outcome;
    return outcome;
  };
}

function joined(one: ReloadRequest, other: ReloadRequest): ReloadRequest {
  return {
    changed: one.changed && other.changed && new Set([...one.changed, ...other.changed]),
    ...earlier(one, other),
  };
}

function earlier(...requests: readonly ReloadRequest[]): Pick<ReloadRequest, "noticedAt"> {
  const known = requests.flatMap(({ noticedAt }) => noticedAt ?? []);
  return known.length > 0 ? { noticedAt: Math.min(...known) } : {};
}
