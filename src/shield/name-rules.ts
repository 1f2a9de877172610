/**
 * What the names of fields say beside the kind of a value: that it is an id, an amount, a word about another value, a
 * label of its neighbours, or whose ground everything below it is. Matched against words (key-rules.ts).
 */

/** Names whose values are never numbers of an account, card or person, whatever their digits. */
export const identifierName =
  / (?:id|token|key|uuid|guid|hash|href|url|uri|link|self|cursor|version|sha|sha256|md5|checksum|fingerprint|signature|reference|identifier|slug|etag|next|previous) $/;
/** Of these, links say where something is and may hold anything. */
export const linkName = / (?:href|url|uri|link|self|next|previous) $/;
export const quantityName =
  / (?:at|timestamp|time|date|created|updated|closed|expires|amount|balance|limit|score|total|count|sum|price|rate|income|duration|ms|seconds|cents|zip|code|offset|latitude|longitude|lat|lng|long|threshold) $/;

/** People who work with Alloy; calls name them by their e-mail address, so that it has to stay readable. */
export const staffName =
  / (?:agent|reviewer|author|assignee|(?:created|added|reviewed|updated|assigned|approved|closed|sent|archived) by) /;

/** Names that take their meaning from what they stand in (`passport: {number}`), or from a label (`key`, `value`). */
export const neutralName =
  /^ (?:value|val|v|last value|first value|display value|number|num|no|raw|formatted|supplied|normalized|original|text|input|matched|unmatched|match|data|content|answer|submitted|provided|extracted|found|full|actual|expected|default value|current value|new value|old value|previous value|default|last 4|last four|last4|id number|day|month|year|name|(?:field|input|attribute|item|param|parameter|id|user|string|text|result) value|user input|returned|response|observed|on file|entered|given|claimed|reported) $/;

/** Members that say what the others beside them are: `{key, value}`, `{field, submitted, returned}`. */
export const labelName =
  /^ (?:key|k|name|field|(?:field|input|attribute|item|param|parameter|element|variable) (?:name|key|id|type|label)|attribute|published attribute name|label|(?:id|identifier|document|doc|number|value|data) type|type|kind|code|parameter|column|column name|title|question|prompt|property|element|path|variable|id|input|text|caption|data point|tag) $/;

/** Alloy's own words and the operator's: no value that stands elsewhere by chance takes their place. */
export const vocabularyName =
  / (?:outcome|status|result|tag|reason|decision|disposition|state|type|class|category|currency|country|code|workflow|service|level|mode|format|source|environment|version|(?:workflow|journey|application|service|program|list|group|tag|product|action|event|branch|column|attribute|agent|parameter|dimension) name) $/;
/** The same words as values, wherever they stand. */
export const vocabularyValue =
  /^(?:approved|denied|declined|manual review|needs review|pending(?:[ _]\w{1,20}){0,3}|completed?|failed|open|closed|active|inactive|passed|review|match(?:ed)?|no match|none|unknown|true|false|yes|no|person|business|executed|error|success|verified|unverified|cleared|escalated|resubmit document)$/i;

// Whose ground.

/** What vendors answered, and what integrations put beside the documented fields: nobody knows what is inside. */
export const foreignName =
  /^ (?:(?:\w{1,64} )?raw(?: \w{1,64})? (?:response|data|output|request|result)|raw|formatted response|related data|supplemental data|meta|metadata|\w{1,64} meta|(?:vendor|service|provider|bureau|partner|third party|api) (?:response|answer|data|result|output|report|request)|vendor|response payload|payload) $/;
/** The caller's own attributes, which come back as they were sent. */
export const callersName =
  /^ (?:supplied|additional field|data|attribute|custom field|published attribute|identifier) $/;

/** The documented containers of Alloy's answers and requests; what has another name may be anybody's. */
const ownContainers = new Set(
  `_embedded _links account_snapshot account actions addresses address agent agents alerts applicant
  applications assigned_agent audit_archive bank_accounts account_tokens birth_dates blocked blocked_actions blocking body
  callback_by_entity_application_token evaluation_data_by_evaluation_token case cases child_entities columns config
  configured_services counterparty created_by added_by updated_by data destination details diligence dimensions
  document_ssns documents emails entities entity entity_application_status_details entity_applications entity_group
  entity_group_relationships entity_groups error errors error_data evaluation evaluation_result evaluation_status
  evaluations event event_type events evidences external_entity_ids formatted fraud history identity_details
  inserted_entity_feedback investigations issues journey journeys journey_alerts journey_applications journey_batch
  linked_transactions matching models multi_environment_config node nodes notes optional or output_attributes output
  outcomes outcome_reasons pagination paging parameters phones properties related_entities published_attributes required rerun
  reruns reviewed_by reviews row_status rows scores sdk_config self services sorting source status summary tags task_status
  terminal_reconciliation_output timestamp transaction transactions values warnings workflows works context result results
  request response headers next_steps items list lists entries members device identifiers representatives persons
  businesses people owners watchlists`
    .split(/\s+/)
    .filter((name) => name !== ''),
);

export function isOwnContainer(name: string): boolean {
  return ownContainers.has(name) || /^[A-Z]{1,4}-[A-Za-z0-9]{18,24}$/.test(name) || /^\d+$/.test(name);
}

// What stays on foreign ground although it has the form of a number or date of a person.

const amounts =
  'amount|amt|balance|limit|score|total|count|sum|price|rate|income|revenue|salary|wage|turnover|profit|cost|fee|payment|principal|interest|equity|asset|liability|debt|mortgage|valuation|assessment|worth|sale|credit|debit|loan|estimate|estimated value|market value|tax value|assessed value|land value|improvement value|home value|avm|employee|headcount|population|follower';
const measures =
  'size|byte|length|width|height|depth|weight|area|sqft|acreage|distance|radius|mile|km|meter|metre|speed|velocity|frequency|volume|quantity|qty|percent|percentage|pct|percentile|ratio|rank|index|level|tier|age|year|month|day|hour|minute|second|seconds|ms|millisecond|duration|latency|elapsed|ttl|interval|term|threshold|cutoff|min|max|minimum|maximum|average|avg|mean|median|deviation|variance|probability|confidence|delta|difference|similarity|range|points?|(?:card |cc )?bin(?: number)?|card iin|first \\d|first six|prefix';
const moments =
  'at|timestamp|time|ts|epoch|date|dt|datetime|observed|created|updated|modified|closed|opened|expires|expiry|expiration|seen|on';
const codes =
  'code|naics|sic|mcc|fips|tract|block|cbsa|msa|dma|zip|zip \\d|zip code|plus \\d|postal|postcode|postalcode|zipcode|region|state|country|currency|locale|language|carrier|type|category|class|status|result|outcome|reason|rule|policy|flag|indicator|bitmap|mask|match|duns|lei|cik|npi|crd|npa nxx|npa|nxx|lrn|mcc mnc|blk|case|invoice|contract|docket|ticket|protocolo?|composite|cluster|subtype|authority|cycle|app user|vendor data|ticker|isin|cusip|bic|swift|gtin|sku|(?:audit|corp|corporate|corporation|contract|customer|subscriber|file|filing|registry|registration|charter|incorporation|company|entity|business|case|docket|instrument|page|parcel|lot|house|street|building|unit|route|box|build|model|version|sequence|line|batch|order|report|reference|confirmation|tracking|trace|invoice|receipt|ticket|transaction|inquiry|item|record|row|rank|step|port|phone|mobile) (?:number|num|no)';
const places =
  'lat|latitude|lng|lon|long|longitude|altitude|accuracy|geohash|coordinate|geo|location|unit|apt|apartment|suite|floor|room|building|house|street|address|addr|line|line \\d|city|county|neighborhood|municipality|district|province|po box|parcel|apn';
const machines =
  'version|revision|build|release|port|asn|ip|ip address|ipv ?\\d|(?:ip address )?v \\d|subnet|cidr|isp|ua|user agent|agent|browser|browser string|os|platform|camera|screen res|device|model|resolution|screen|viewport|timezone|tz|hash|sha|sha \\d+|md 5|digest|fingerprint|checksum|signature|etag|nonce|salt|hex|color|colour|pixel|imei|imsi|iccid|idfa|idfv|gaid|mac|mac address|ssid|bssid|udid|serial(?: number)?|vin|plate|url|uri|link|href|self|domain|host|hostname|path|filename|file name|schema|template|pattern|regex|format|encoding|cursor|offset|position|order|page|sort|priority|attempt|retry|uuid|guid|blackbox|filing|image|photo|selfie|thumbnail|base 64';
const words =
  'description|message|reason text|comment|title|label|summary|explanation|text description|bank name|institution(?: name)?|(?:list|rule|file|source|bank|product|program|service|vendor|model|plan|institution|company|business|browser|device|city|street|event|list|game|brand|store|merchant|tag|workflow) name';
/** Records of programs, so that their ids are no person's. */
const records =
  'unique|lex|ppd|category|request|transaction|txn|trace|span|correlation|reference|ref|session|case|event|job|report|inquiry|enquiry|query|order|check|verification|workflow|flow|journey|message|batch|response|application|app|evaluation|screening|search|file|list|rule|policy|model|institution|vendor|provider|product|device|document|template|client|item|link|webhook|account|profile|record|result|watchlist|hit|match|alert|task|step|node|run|attempt|payment|invoice|merchant|terminal|category|group|org|organization|organisation|tenant|person|consumer|subject|individual|household|contact|lead|hit|face|check|company|business|location|place|store|branch|customer|user|applicant|entity|external|internal|parent|root|object|resource|source|config|environment|team|market|channel|campaign|sub|scan|image|photo|page|media|upload|live|bundle|package|process|partner|site|service|module|decision|score|tag|note|comment|activity|operation|command|connection|plaid|socure|vendor|address|phone|email';

const harmlessTail = new RegExp(
  ` (?:${[amounts, measures, moments, codes, places, machines, words].join('|')}) $`,
);
const harmlessHead =
  /^ (?:num|number of|count|total|avg|average|max|min|median|mean|sum|amount|days|months|years|hours|minutes|seconds|percent|pct|ratio|score|is|has|was|can|http|tls|ssl) (?=\w)/;
const recordId = new RegExp(
  `(?: (?!taxid|nationalid|govid|paid|valid)[a-z]{1,24}id| (?:${records}) (?:\\w{1,64} )?(?:id|token|key|identifier|reference|ref|handle)|^ (?:id|reference|ref|token|key|identifier|guid|uuid)) $`,
);

/** Of those, what holds sentences, in which anything may stand. */
export const proseName = new RegExp(` (?:${words}) $`);

/** Numbers under it are nobody's. */
export function isHarmlessName(words: string): boolean {
  return harmlessTail.test(words) || harmlessHead.test(words) || recordId.test(words);
}

/** When something happened that is no birth; the second list needs a word for a date behind it. */
export const harmlessDateName =
  / (?:(?:created|creation|age|observed|updated|upd|opn|rpt|modified|issued?|issuance|issuing|expiry|expiration|expires?|expired|exp|filing|filed|formation|formed|incorporation|incorporated|registration|registered|established|founded|effective|seen|reported|opened|opening|closed|closing|started|ended|until|checked|recorded|recording|posted|sold|purchased?|listed|published|added|removed|received|sent|processed|completed?|completion|submitted|requested|verification|screening|activated|activation|changed|moved|ported|login|validity|renewal|renewed|termination|terminated|judgment|released|bankruptcy|discharged?|lien|eviction|as of|snapshot|generated|timestamp|deceased|tenure|origination|hired|employment|employed|graduation|marriage|designation|designated|sanctioned|earliest|latest|oldest|newest|settled|maturity|cleared|installed|delivered|appointed|resigned|dissolved|dissolution|amended|reviewed|scheduled|offense|arrest|disposition|refreshed|synced|scraped|indexed|monitoring)(?= )|(?:file|report|open|close|last|first|start|end|begin|from|to|through|since|check|run|record|transaction|post|sale|deed|listing|request|response|inquiry|verified|search|activity|active|inactive|change|move|port|signup|access|valid|release|status|evaluation|death|history|payment|due|statement|loan|hire|sanction|previous|next|move in|move out|domain|entered|version|build|confirmed|charge|website|purchase|event|process|entry|update|create|current|order|shipment|address|phone|email|account|company|business|license|document|list|build)(?: (?:date|dt|at|on|time|timestamp|day|datetime|utc|year)){1,4} $)/;
