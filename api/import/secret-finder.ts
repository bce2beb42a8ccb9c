import { cleanText } from './read-json-source.js';

/** Tells what in a source is a secret, and takes secrets out of texts for people. */
export interface SecretFinder {
  /** Remembers a secret, so that it is known wherever else it stands. */
  remember(secret: string): void;
  /** Whether the value of a field is a secret: by the field's name, its own shape, or because it is one elsewhere. */
  isSecret(name: string, value: unknown): boolean;
  /** Whether text holds a secret, whatever its field is called. */
  holdsSecret(text: string): boolean;
  /** Whether text holds a secret that is long and mixed enough to stand in no text by chance. */
  leaks(text: string): boolean;
  /** The text with dots in the place of what could be a secret. */
  scrub(text: string): string;
}

/** More are only known where they are a whole value: every text is searched for each of these. */
const MAX_KNOWN = 200;
const MAX_EXACT = 20_000;
/** Shorter ones, and plain words such as `password`, stand in many texts: they are only known by themselves. */
const MIN_KNOWN = 6;
const PLAIN_WORD = /^[a-z]{1,11}$/i;

const SECRET_NAME =
  /(?:^|[^a-z])(?:auth|authorization|token|secret|pass|passwd|password|passphrase|pwd|api[-_ ]?key|apikey|(?:access|private|subscription|client|account|function|license|encryption|signing|master)[-_ ]?key|credential|session|session[-_]?id|sessid|sid|cookie|signature|sig|jwt|bearer|csrf|xsrf|otp|sas)s?(?![a-z])/i;

/** Names under which an API takes its key: a credential of its own, and no value that somebody types in. */
const KEY_NAME =
  /^(?:x[-_])?(?:[a-z0-9]+[-_])*(?:api[-_]?key|apikey|application[-_]?key|access[-_]?key|subscription[-_]?key|access[-_]?token|auth[-_]?token|auth[-_]?key|api[-_]?token|private[-_]?token|auth|token|secret|app[-_]?secret|client[-_]?secret)$/i;
const NO_KEY_NAME = /page|next|continuation|cursor|csrf|xsrf|sync|device|refresh/i;

const KNOWN_SHAPES = [
  /^(?:sk|pk|rk)[_-](?:live|test|proj|ant)?[_-]?[\w-]{12,}$/,
  /^(?:gh[pousr]_|github_pat_|glpat-|xox[a-z]-|xapp-|shp(?:at|ca|pa|ss)_|npm_|hf_|dop_v1_|lin_api_|whsec_|ntn_|secret_|pypi-|figd_|EAA|ya29\.|AIza|SG\.|key-|rpa_|sq0)[\w.-]{10,}$/,
  /^(?:AKIA|ASIA)[A-Z0-9]{12,}$/,
  /^eyJ[\w-]{6,}\.[\w-]{4,}/,
  /^(?:AC|SK)[0-9a-f]{32}$/,
  /^pat[A-Za-z0-9]{12,}\.[0-9a-f]{20,}$/,
  /^(?:bot)?\d{6,12}:[\w-]{20,}$/,
];

export function createSecretFinder(): SecretFinder {
  const known = new Set<string>();
  const exact = new Set<string>();
  const holdsKnown = (text: string) => [...known].some((secret) => text.includes(secret));
  const holdsSecret = (text: string) =>
    text.includes('PRIVATE KEY-----') || wordsOf(text).some(looksSecret) || holdsKnown(text);
  return {
    remember(secret) {
      if (secret.length < 3 || exact.size >= MAX_EXACT) return;
      exact.add(secret);
      if (secret.length < MIN_KNOWN || PLAIN_WORD.test(secret) || known.size >= MAX_KNOWN) return;
      // Half of a character, as a source may have it, has no percent-encoding.
      const encoded = encodeURIComponent(cleanText(secret));
      for (const form of [secret, encoded, JSON.stringify(secret).slice(1, -1)]) known.add(form);
    },
    isSecret(name, value) {
      if (typeof value !== 'string') return typeof value === 'number' && isPersonal(name);
      return value !== '' && (isSecretName(name) || exact.has(value) || holdsSecret(value));
    },
    holdsSecret,
    leaks: (text) => [...known].some((secret) => secret.length >= 12 && text.includes(secret)),
    scrub(text) {
      // The longest first: one secret may be the beginning of another.
      const longestFirst = [...known].sort((left, right) => right.length - left.length);
      const without = longestFirst.reduce((rest, secret) => rest.replaceAll(secret, DOTS), text);
      return without.replace(WORD, (word) => (looksSecret(word) ? DOTS : word));
    },
  };
}

const DOTS = '••••';
/** What a token is made of. */
const WORD = /[\w+~:.-]+/g;

/** Whether a field of this name holds something that nobody else is to know. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name.slice(0, 200).replace(/([a-z0-9])([A-Z])/g, '$1_$2'));
}

/** Whether a header or parameter of this name is how an API knows its caller. */
export function isKeyName(name: string): boolean {
  return name.length <= 100 && KEY_NAME.test(name) && !NO_KEY_NAME.test(name);
}

function isPersonal(name: string): boolean {
  return /^(?:pin|otp|password|passcode|cvc|cvv)$/i.test(name);
}

function wordsOf(text: string): string[] {
  return [text.slice(0, 4_096), ...(text.match(WORD) ?? [])];
}

/** Known shapes of tokens, and words that are too mixed up for anybody to have written them. */
function looksSecret(word: string): boolean {
  if (word.length < 12 || word.length > 4_096) return word.length > 4_096 && /^[\w+/=.-]+$/.test(word);
  if (KNOWN_SHAPES.some((shape) => shape.test(word))) return true;
  if (!/^[\w+/=~.:-]+$/.test(word) || /^https?:/i.test(word) || UUID.test(word)) return false;
  const runs = word.split(/[-_./:=~]/);
  return runs.some((run) => run.length >= 20 && isMixed(run, 2)) || (word.length >= 32 && isMixed(word, 3));
}

/** A segment of a path is one only where it can't be the id of a thing. */
export function isSecretSegment(segment: string): boolean {
  return KNOWN_SHAPES.some((shape) => shape.test(segment)) || (segment.length >= 22 && isMixed(segment, 3));
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Many different characters, of at least so many kinds, figures among them. */
function isMixed(word: string, kinds: number): boolean {
  if (UUID.test(word) || !/\d/.test(word)) return false;
  const found = [/[a-z]/, /[A-Z]/, /\d/].filter((kind) => kind.test(word)).length;
  return found >= kinds && new Set(word).size >= 9;
}
