// What is asked of the server. Every request says which tab asks, so that tabs do not cancel each other.

const PAGE = Array.from(crypto.getRandomValues(new Uint8Array(8)), byte => byte.toString(16).padStart(2, '0')).join('');

// where a photo is; of this page alone, so that no browser shows what another server had in its place
export function photoAddress(index) {
  return `/api/photos/${index}.png?page=${PAGE}`;
}

// the server's refusal, in its own sentence
export class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const GONE = 'The server does not answer. If “stockpot serve” has ended, start it again and open the address that it prints.';

export async function call(method, path, body, signal) {
  let response;
  try {
    response = await fetch(path, {
      method,
      signal,
      headers: {'X-Stockpot-Page': PAGE, ...(body ? {'Content-Type': 'application/json'} : {})},
      body: body ? JSON.stringify(body) : undefined
    });
  } catch (failure) {
    throw failure.name === 'AbortError' ? failure : new Refusal(0, GONE);
  }
  const answer = await response.json().catch(failure => {
    if (failure.name === 'AbortError') {
      throw failure;
    }
    return {};
  });
  if (!response.ok) {
    throw new Refusal(response.status, answer.error || `The server answered ${response.status} to ${path}.`);
  }
  return answer;
}

const OVERTAKEN = 409;
const TURNS = 5;

// Questions of which only the newest counts: asking again cancels what was asked before. Answers to older
// questions never come back: ask() returns null for them.
export class Newest {
  #asked = null;

  constructor(path, pause) {
    this.path = path;
    this.pause = pause; // milliseconds to wait for a newer question
  }

  async ask(body) {
    this.cancel();
    const asked = new AbortController();
    this.#asked = asked;
    for (let turn = 1; ; turn++) {
      try {
        await new Promise(resolve => setTimeout(resolve, this.pause));
        asked.signal.throwIfAborted();
        const answer = await call('POST', this.path, body, asked.signal);
        return this.#asked === asked ? answer : null;
      } catch (failure) {
        if (this.#asked !== asked || failure.name === 'AbortError') {
          return null;
        }
        // one that was cancelled overtook this on the way, and the server took it for the newer
        if (failure.status !== OVERTAKEN || turn === TURNS) {
          throw failure;
        }
      }
    }
  }

  cancel() {
    this.#asked?.abort();
    this.#asked = null;
  }
}

const POLL = 250; // milliseconds between questions about a job

// Watches a job until it ends; progress hears of each state. Returns the last state.
export async function watch(id, progress) {
  for (;;) {
    const job = await call('GET', `/api/jobs/${id}`);
    progress(job);
    if (!['waiting', 'running'].includes(job.state)) {
      return job;
    }
    await new Promise(resolve => setTimeout(resolve, POLL));
  }
}
