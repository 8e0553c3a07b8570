/** The fields of a rendered form, as a browser without script would post them. */
export function posted(html: string): Record<string, string | string[]> {
  const body: Record<string, string | string[]> = {};
  const unescape = (text: string): string =>
    text
      .replaceAll('&quot;', '"')
      .replaceAll('&lt;', '<')
      .replaceAll('&gt;', '>')
      .replaceAll('&#39;', "'")
      .replaceAll('&amp;', '&');
  const add = (name: string, value: string): void => {
    const before = body[name];
    body[name] =
      before === undefined ? unescape(value) : [...(Array.isArray(before) ? before : [before]), unescape(value)];
  };
  const attribute = (tag: string, name: string): string => new RegExp(`${name}="([^"]*)"`).exec(tag)?.[1] ?? '';
  for (const [tag] of html.matchAll(/<input(?:"[^"]*"|[^>"])*>/g)) {
    const box = /type="(checkbox|radio)"/.test(tag);
    if (!box || / checked/.test(tag)) add(attribute(tag, ' name'), attribute(tag, 'value'));
  }
  for (const [, tag = '', value = ''] of html.matchAll(/<textarea([^>]*)>([^<]*)<\/textarea>/g))
    add(attribute(tag, ' name'), value);
  for (const [, tag = '', inner = ''] of html.matchAll(/<select([^>]*)>(.*?)<\/select>/gs)) {
    const chosen = /<option[^>]*selected[^>]*>/.exec(inner)?.[0] ?? /<option[^>]*>/.exec(inner)?.[0] ?? '';
    add(attribute(tag, ' name'), attribute(chosen, 'value'));
  }
  return body;
}
