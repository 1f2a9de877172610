/** The names of what a program shows to be let in somewhere: keys, passwords, bearers. Matched against words. */

const names = new RegExp(
  ` (?:${[
    '(?:api|access|secret|private|service|subscription|license|account|auth|consumer|client|app|application|encryption|signing|shared|master|ocp apim subscription|x|webhook|hmac|product|licence) (?:api )?(?:key|secret)(?: (?:id|value))?',
    'api ?key|apikey|secretkey|accesskey|privatekey|clientsecret|accesstoken|authtoken|bearertoken|sessiontoken|refreshtoken',
    'pass ?(?:word|wd|phrase)|pwd|passwd|passcode',
    'secret',
    '(?:access|refresh|auth|authorization|bearer|session|security|csrf|xsrf|processor|public|api|client|id|jwt|oauth|sso|saml|vendor|vault|x auth|service) token',
    '(?:proxy )?authorization(?: header)?',
    'basic auth|http auth|bearer|jwt|cookie|set cookie|x api key|soap security|wsse',
  ].join('|')})(?: (?:value|header|hash|encrypted|text|string))? $`,
);
/** These are shown in pages of every customer, or name something else. */
const harmless =
  /^ (?:public key|socure public key|sdk key|idempotency key|public token url|.*public key|license key(?: type)?|has .*|is .*|.* (?:count|type|expires|expired|age|length|required|updated|set|score|status)) $/;

/** Of what has such a name only keys are credentials: an `auth` may be a product as well. */
const weakNames = / (?:credential|auth) $/;

export function isWeakCredentialName(words: string): boolean {
  return weakNames.test(words) && !harmless.test(words);
}

export function isCredentialName(words: string): boolean {
  return names.test(words) && !harmless.test(words);
}
