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

/** Words that are numbers of a person in one country, and common words or short forms elsewhere: only as the whole end. */
function alone(words: string): string {
  return `(?:${words})(?= (?:(?:id|value|${no}) )?$)`;
}

/** The first that matches decides. `$` ends a name: the words before it mean something else when more follows. */
export const keyRules: readonly KeyRule[] = [
  rule(
    'ssn',
    '\\w{0,64}ssn(?:o|um|no)?',
    `ss ${no}`,
    'soc(?:ial)? sec(?:urity)?',
    '\\w{0,64}socialsecurity\\w{0,64}',
    'social insurance',
    'sin number',
    alone('sin'),
    'itin',
  ),
  rule(
    'ein',
    'f?ein',
    'federal ein',
    '\\w{0,64}federalein',
    'employer (?:identification|id)',
    'fed(?:eral)? (?:tax )?id',
  ),
  rule(
    'tax_id',
    'tin',
    `tax (?:id|identifier|identification|ref|reference|${no})`,
    'tax ?payer(?: (?:id|identification|number))?',
    '\\w{0,64}taxid\\w{0,64}',
    `vat (?:id|${no})`,
    'steuer (?:id|nummer|identifikationsnummer)|steuer(?:id|nummer|identifikationsnummer)',
    'unique taxpayer reference',
    alone('tfn|utr|rfc|rut|ruc|nit|cuit|cuil|abn|afm|vkn|gstin|siren|siret|p iva|partita iva'),
  ),
  rule(
    'national_id',
    'national (?:id|identifier|identification|identity|insurance)',
    '\\w{0,64}nationalid\\w{0,64}',
    'nino|cpf|cnpj|curp|aadhaar|aadhar|bvn|nin|nric|personnummer|dni|nif',
    `ni ${no}|pan ${no}|nhs ${no}|medicare (?:id|${no}|beneficiary id)|health (?:card|insurance) ${no}`,
    '(?:government|govt|gov|state|provincial) id(?= (?:(?:value|number|num|no|#) )?$)',
    'personal (?:id )?number',
    'fiscal code|codice fiscale|citizen id|cedula|personal ?(?:ausweis|kennziffer)(?:nummer)?',
    alone(
      'nie|bsn|hkid|pesel|ahv|avs nr|oasi|egn|cnp|jmbg|oib|emso|emirates id|iqama|ppsn|pps|cpr|hetu|isikukood|rodne cislo|svnr|niss|insz|tckn|cnic|nik|ktp|mykad|rrn|my number|philsys|umid|dui|amka|teudat zehut|mbi',
    ),
  ),
  rule('iban', 'iban'),
  rule(
    'secret',
    'cvv|cvc|cvv2|cvc2|card pin|card access number|pin number|card security code|pin ?code(?= $)',
    alone('pin|cvn|cid code'),
    '(?:secret|security) answer',
  ),
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
    `(?<!(?:green|id|identity|health) )card (?:account )?${no}`,
    '(?!greencard)\\w{0,64}cardnum(?:ber)?',
    `cc ${no}|ccnum(?:ber)?`,
    '(?:card )?pan(?= $)',
    '(?:credit|debit|payment) card(?= $)',
    'card last(?: four| 4)?',
  ),
  rule(
    'account',
    `(?:account|acct|loan|dda|member|policy|beneficiary account) ${no}`,
    '\\w{0,64}accountnumber',
    'acct(?:num|no|nbr)',
    'acct(?= $)',
    '(?:account|acct) last',
    'clabe|bban|micr(?: (?:line|number))?',
    alone('dda'),
  ),
  rule(
    'birth_date',
    '\\w{0,64}birth ?(?:date|day|dt|month|year)',
    '(?:\\w{1,64} )?of birth',
    '\\w{0,64}dob(?:dd|mm|yy(?:yy)?)?',
    'dateofbirth',
    'do b',
  ),
  rule('birth_date', 'birth(?= $)', 'born(?= (?:on |at )?$)', 'd o b', 'b ?day', 'b ?date', 'yob'),
  rule(
    'birth_date',
    'birth(?= (?:timestamp|time|ts|epoch|dd|mm|yyyy) $)',
    '(?:fecha )?(?:de )?nacimiento|geburts ?(?:datum|tag)|(?:date )?(?:de )?naissance|(?:data )?(?:de )?nascimento|(?:data )?(?:di )?nascita|geboorte ?datum|fodelse ?datum|syntymaaika',
  ),
  rule('passport', '\\w{0,64}passport(?:number|no)?'),
  rule(
    'license',
    `(?:driver|driving|document)s? licen[cs]e`,
    `licen[cs]e (?:${no}|id)`,
    '\\w{0,64}licen[cs]enumber',
    '\\w{0,64}driverslicen[cs]e|\\w{0,64}driverlicen[cs]e',
    '(?:driver|drv|drvr) lic|drvlic|dlic',
    `dl (?:${no})`,
    'dln',
    alone('dl'),
    'licen[cs]e(?= $)',
  ),
  rule('id_card', '(?:id|identity|identification) card', '\\w{0,64}idcard'),
  rule(
    'document',
    `(?:document|doc|id|identity|permit|visa) ${no}`,
    '(?<!(?:bank|vehicle|transaction|merchant|terminal|issuer|business) )identification number',
    'identity document',
    'mrz(?: line)?|machine readable zone|pdf 417|aamva',
    `alien (?:registration )?${no}|uscis? ${no}|a ${no}(?= $)`,
    `permanent resident(?: card)?(?: ${no})?`,
    `green ?card(?: ?${no})?`,
    '(?:military|voter|tribal|student) id',
    'barcode(?: (?:data|text|raw))?(?= $)',
    alone('visa'),
  ),
  rule('email', 'e ?mail(?: (?:address|addr|id))?', '\\w{0,64}emailaddress'),
  rule(
    'phone',
    `(?:tele)?phone(?: ${no})?`,
    `(?:mobile|cell|fax|contact|line) ${no}`,
    '\\w{0,64}phonenumber',
    'msisdn',
  ),
  rule('phone', '(?:mobile|cell|fax|tel)(?= $)'),
  rule(
    'address',
    'address (?:line|street)',
    'addressline',
    'street(?: (?:address|line|name|number))?',
    'line(?= \\d $)',
    '(?<!(?:ip|mac|web|wallet|mail|email|bitcoin|crypto|url) )addr(?:ess)?(?= (?:\\d )?$)',
  ),
  rule(
    'name',
    'name (?:first|last|middle|full|on card)',
    '(?:first|last|middle|full|given|family|maiden|legal|fore|display|matched) ?name',
    '[flm]name|surname|aka|also known as',
    '(?:account|card) ?holder(?: name)?',
    '(?:entity|person|applicant|customer|owner|beneficiary|counterparty|payee|payer|recipient|sender|holder|resident|officer|director|contact|individual|associate|relative|member|subscriber|employee|signer|registrant|hit) name',
    '(?<!device )alias',
  ),
];

/**
 * A bare `account` is an object as often as its number, a bare `owner` a record as often as a name: such names say
 * something of texts and numbers only. So do not their plurals, which list records.
 */
export const scalarRules: readonly KeyRule[] = [
  rule(
    'account',
    '(?<=^ )(?:(?:bank|checking|savings?|deposit|to|from|source|destination|beneficiary|debit|credit|external|funding|counterparty|payee|payer) )*account(?= $)',
  ),
  rule('name', '(?<=^ )(?:\\w{1,64} )?(?:owner|officer|director|resident|registrant|signer)(?= $)'),
];

/** What may follow in a name that still holds the value itself; for kinds whose words are common in other names. */
export const plainTail =
  /^(?: (?:address|number|num|no|value|raw|formatted|supplied|normalized|original|text|input|line|last|full|matched|unmatched|provided|primary|secondary|\d+))* $/;

/** Words after the match that make a name say something about the value instead of holding it. */
export const aboutTail =
  / (?:match|score|status|state|type|result|verified|verification|valid|validation|validity|check|country|issued|issuer|issue|issuance|issuing|expiry|expiration|expire|expired|exp|flag|count|risk|level|confidence|reason|required|photo|image|front|back|selfie|token|url|uri|link|href|network|at|timestamp|time|description|label|format|regex|pattern|class|category|source|length|velocity|code|method|mode|provider|vendor|message|title|step|history|seen|iss|yr|age|comparison|similarity|place|city|location|domain|hash|encrypted|digest|enabled|created|updated) /;
/** The same, at the end of a name that means a value only when it stands alone: `license_match`. */
export const aboutWords =
  /(?: (?:match|matched|verified|verification|valid|validation|validity|check|result|status|history|comparison|code|label|found|input)){1,6} $/;
/** The same, but for names of birth dates, where these are parts of the value. */
export const dateTail = / (?:date|year|month|day) /;
export const aboutHead = /^ (?:is|has|was|can|should|requires?) /;
/** Places of birth and the like. */
export const otherBirth = / (?:place|country|city|state|town|name|location|certificate|order) /;
/** Of a birth date these tell how it is written: `birthDateTime`, `dob_timestamp`. */
export const valueTail =
  /^(?: (?:date|time|timestamp|ts|epoch|unix|utc|iso|millis|ms|seconds|text|string|dd|mm|yyyy|day|month|year))*(?: (?:ms|seconds|utc))? ?$/;
