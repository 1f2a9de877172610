/**
 * The names of fields that hold personal data, Alloy's own and those that vendors use in their raw answers. Rules are
 * matched against the words of a name in lower case and singular (`DriversLicenseNumber` -> ` driver license number `),
 * so that neither the style of a name nor a prefix matters.
 */
import type { Kind } from './kind.ts';

export interface KeyRule {
  readonly kind: Kind;
  readonly pattern: RegExp;
}

/** `number`, and what else stands for it. */
const no = '(?:number|num|no|nr|nbr|#)';

function rule(kind: Kind, ...alternatives: readonly string[]): KeyRule {
  return { kind, pattern: new RegExp(` (?:${alternatives.join('|')})(?= )`) };
}

/** The first that matches decides. `$` ends a name: the words before it mean something else when more follows. */
export const keyRules: readonly KeyRule[] = [
  rule(
    'ssn',
    `\\w{0,64}ssn`,
    `ss ${no}`,
    'social security',
    '\\w{0,64}socialsecurity\\w{0,64}',
    'social insurance',
    'sin number',
    'itin',
  ),
  rule('ein', 'f?ein', 'federal ein', '\\w{0,64}federalein', 'employer (?:identification|id)'),
  rule(
    'tax_id',
    'tin',
    'tax (?:id|identifier|identification|number|ref|reference)',
    'tax ?payer(?: (?:id|identification|number))?',
    '\\w{0,64}taxid\\w{0,64}',
    'vat (?:number|id)',
  ),
  rule(
    'national_id',
    'national (?:id|identifier|identification|identity|insurance)',
    '\\w{0,64}nationalid\\w{0,64}',
    'nino|cpf|cnpj|curp|aadhaar|aadhar|bvn|nin|nric|personnummer|dni|nif',
    '(?:government|govt|gov) id',
    'personal (?:id )?number',
    'fiscal code|codice fiscale|citizen id',
  ),
  rule('iban', 'iban'),
  rule('secret', 'cvv|cvc|cvv2|cvc2|card pin|pin number|card security code', '(?:secret|security) answer'),
  rule(
    'routing',
    `routing ${no}`,
    '\\w{0,64}routingnumber',
    'routing(?= $)',
    'aba(?: routing)?',
    'rtn',
    `transit ${no}`,
    'sort code|bsb',
  ),
  rule(
    'card',
    `(?<!(?:green|id|identity) )card (?:account )?${no}`,
    '(?!greencard)\\w{0,64}cardnumber',
    '(?:card )?pan(?= $)',
    '(?:credit|debit|payment) card(?= $)',
    'card last(?: four| 4)?',
  ),
  rule(
    'account',
    `(?:account|acct|loan) ${no}`,
    '\\w{0,64}accountnumber',
    'acct(?:num|no)',
    'acct(?= $)',
    '(?:account|acct) last',
    'clabe|bban',
  ),
  rule(
    'birth_date',
    '\\w{0,64}birth ?(?:date|day|dt|month|year)',
    '(?:\\w+ )?of birth',
    '\\w{0,64}dob',
    'dateofbirth',
  ),
  rule('birth_date', 'birth(?= $)', 'born(?= (?:on |at )?$)', 'd o b'),
  rule('passport', '\\w{0,64}passport(?:number|no)?'),
  rule(
    'license',
    `(?:driver|driving|document)s? licen[cs]e`,
    `licen[cs]e (?:${no}|id)`,
    '\\w{0,64}licen[cs]enumber',
    '\\w{0,64}driverslicen[cs]e|\\w{0,64}driverlicen[cs]e',
    'driver lic',
    `dl (?:${no})`,
    'dln',
    'licen[cs]e(?= $)',
  ),
  rule('id_card', '(?:id|identity|identification) card', '\\w{0,64}idcard'),
  rule(
    'document',
    `(?:document|doc|id|identity|permit|visa) ${no}`,
    '(?<!(?:bank|vehicle|transaction|merchant|terminal|issuer|business) )identification number',
    'identity document',
    'mrz',
    `alien (?:registration )?${no}`,
    `green ?card(?: ?${no})?`,
    '(?:military|voter) id',
  ),
  rule('email', 'e ?mail(?: (?:address|addr))?', '\\w{0,64}emailaddress'),
  rule('phone', `(?:tele)?phone(?: ${no})?`, `(?:mobile|cell|fax) ${no}`, '\\w{0,64}phonenumber', 'msisdn'),
  rule('phone', '(?:mobile|cell|fax|tel)(?= $)'),
  rule(
    'address',
    'address (?:line|street)',
    'addressline',
    'street(?: (?:address|line|name|number))?',
    'line(?= \\d $)',
    '(?<!(?:ip|mac|web|wallet|mail|email|bitcoin|crypto|url) )address(?= (?:\\d )?$)',
  ),
  rule(
    'name',
    'name (?:first|last|middle|full|on card)',
    '(?:first|last|middle|full|given|family|maiden|legal|fore) ?name',
    'surname',
    '(?:account|card) ?holder(?: name)?',
    '(?:entity|person|applicant|customer|owner|beneficiary|counterparty|payee|payer|recipient|sender|holder) name',
    '(?<!device )alias',
  ),
];

/** What may follow in a name that still holds the value itself; for kinds whose words are common in other names. */
export const plainTail =
  /^(?: (?:address|number|num|no|value|raw|formatted|supplied|normalized|original|text|input|line|last|full|matched|unmatched|provided|primary|secondary|\d+))* $/;

/** Words after the match that make a name say something about the value instead of holding it. */
export const aboutTail =
  / (?:match|score|status|state|type|result|verified|verification|valid|validation|validity|check|country|issued|issuer|issue|issuance|issuing|expiry|expiration|expire|expired|exp|flag|count|risk|level|confidence|reason|required|photo|image|front|back|selfie|token|url|uri|link|href|network|at|timestamp|time|description|label|format|regex|pattern|class|category|source|length|velocity|code|method|mode|provider|vendor|message|title|step|history|age|comparison|similarity|place|city|location|domain|hash|encrypted|digest|enabled|created|updated) /;
/** The same, but for names of birth dates, where these are parts of the value. */
export const dateTail = / (?:date|year|month|day) /;
export const aboutHead = /^ (?:is|has|was|can|should|requires?) /;
/** Places of birth and the like. */
export const otherBirth = / (?:place|country|city|state|town|name|location|certificate|order) /;

/** Names whose values are never numbers of an account, card or person, whatever their digits. */
export const identifierName =
  / (?:id|token|key|uuid|guid|hash|href|url|uri|link|self|cursor|version|sha|sha256|md5|checksum|fingerprint|signature|reference|identifier|slug|etag|next|previous) $/;
export const quantityName =
  / (?:at|timestamp|time|date|created|updated|closed|expires|amount|balance|limit|score|total|count|sum|price|rate|income|duration|ms|seconds|cents|zip|code|offset|latitude|longitude|lat|lng|long) $/;

/** People who work with Alloy; calls name them by their e-mail address, so that it has to stay readable. */
export const staffName =
  / (?:agent|reviewer|author|assignee|(?:created|added|reviewed|updated|assigned|approved|closed|sent|archived) by) /;

/** Names that take their meaning from what they stand in (`passport: {number}`), or from a label (`key`, `value`). */
export const neutralName =
  /^ (?:value|number|num|no|raw|formatted|supplied|normalized|original|text|input|matched|unmatched|match|data|content|answer|submitted|provided|extracted|found|full|actual|expected|default value|current value|new value|old value|previous value|default|last 4|last four|last4|id number|day|month|year|name) $/;

/** Members that say what the others beside them are: `{key, value}`, `{field, submitted, returned}`. */
export const labelName =
  /^ (?:key|name|field|field name|field key|attribute|attribute name|published attribute name|label|id type|type|code|parameter|parameter name|column|column name|title|question|property|element|path) $/;
