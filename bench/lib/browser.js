// A browser without a window: it keeps cookies, and signs in at the sandbox by its forms.

/** One cookie jar for all ports of localhost, as in a real browser. */
export function openBrowser() {
  const jar = new Map();

  async function send(url, options = {}) {
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join("; ");
    const answer = await fetch(url, { ...options, headers: { cookie }, redirect: "manual" });
    for (const line of answer.headers.getSetCookie()) keep(line);
    const to = answer.headers.get("location");
    return {
      url,
      status: answer.status,
      text: await answer.text(),
      to: to && new URL(to, url).href,
    };
  }

  function keep(line) {
    const [, name, value] = /^([^=]*)=([^;]*)/.exec(line);
    if (/; Max-Age=0\b|Expires=Thu, 01 Jan 1970/.test(line)) jar.delete(name);
    else jar.set(name, value);
  }

  async function open(url) {
    const answer = await send(url);
    return answer.to ? open(answer.to) : answer;
  }

  async function press(page, button) {
    const { action, fields } = formWith(page.text, button);
    const answer = await send(new URL(action, page.url), {
      method: "POST",
      body: new URLSearchParams(fields),
    });
    return answer.to ? open(answer.to) : answer;
  }

  return {
    get: send,
    /** The whole sign-in. Allow is not asked of a person who has pressed it before. */
    async signIn(origin) {
      const people = await open(`${origin}/auth/login?returnTo=/`);
      const consent = await press(people, "Ana Everyday");
      const page = consent.url.startsWith(origin) ? consent : await press(consent, "Allow");
      if (!page.url.startsWith(origin)) throw new Error(`the sign-in ended at ${page.url}`);
      return page;
    },
  };
}

function formWith(page, button) {
  for (const [form] of page.matchAll(/<form[\s\S]*?<\/form>/g)) {
    const label = new RegExp(`<button([^>]*)>\\s*(?:<bdi>)?${button}`).exec(form);
    if (!label) continue;
    const inputs = [label[1], ...[...form.matchAll(/<input([^>]*)>/g)].map(([, tag]) => tag)];
    return {
      action: attribute(form, "action"),
      fields: inputs.flatMap((tag) =>
        attribute(tag, "name") ? [[attribute(tag, "name"), attribute(tag, "value")]] : [],
      ),
    };
  }
  throw new Error(`the page has no button "${button}"`);
}

function attribute(tag, name) {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
  return value.replaceAll("&#34;", '"').replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}
