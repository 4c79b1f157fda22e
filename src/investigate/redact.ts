/** A JSON Web Token begins with Base64 of `{"`; its parts are joined by dots. */
const TOKEN = /eyJ[\w-]{6,}(?:\.[\w-]*){0,4}/g;

/** `Bearer …` of a header. */
const BEARER = /\b(bearer\s{1,4})(?!\[left)[^\s"'&|;]{4,}/gi;

/** `--token …`, `--password=…`. */
const FLAG =
  /(--?[\w-]{0,30}(?:token|passw(?:or)?d|secret|key)[= ]["']?)(?!\[left)[^\s"'&|;]{4,}/gi;

/** `token: …`, `PASSWORD=…`. */
const NAMED =
  /\b(\w{0,30}(?:token|passw(?:or)?d|secret|api-?key)["']?\s?[:=]\s?["']?)(?!\[left)[^\s"'&|;]{4,}/gi;

/** A text without what looks like a token or a password in it: commands have them at times. */
export function withoutTokens(text: string): string {
  const plain = text.replace(TOKEN, '[token]');
  return [BEARER, FLAG, NAMED].reduce((left, part) => left.replace(part, '$1[left out]'), plain);
}
