//! The tables of policy.toml.

use super::{
    Form::{
        self, After, Bool, Cookie, Count, Country, Date, Email, Free, Host, Id, Keeper, Language, List, Papers, Path,
        Period, Rows, Text, Url, Version, Word, Words, Zone,
    },
    Key, Kind, Shape, Table, Vocabulary, may, must, name_of, table_of, vocabulary, when,
};
use crate::{
    codes::Code,
    kinds::{ItemKind, MeasureKind},
    vocabulary as v,
    vocabulary::Family,
};

// Lists of one form, named once.
const TEXTS: Form = List(&Text);
const DATES: Form = List(&Date);
const LANGUAGES: Form = List(&Language);
const URLS: Form = List(&Url);
pub(super) const HOSTS: Form = List(&Host);
pub(super) const COOKIES: Form = List(&Cookie);
const ITEM: Form = name_of!(Item);
const ITEMS: Form = List(&name_of!(Item | Set));
const PURPOSES: Form = List(&name_of!(Purpose | Group));
const RECIPIENT: Form = name_of!(Recipient);
const RECIPIENTS: Form = List(&name_of!(Recipient));
const EVENTS: Form = List(&name_of!(Event));
const NAME_BEFORE: Form = Id;
/// Unknown ones are judged by a rule: the law knows no others, but a policy may declare cases.
const EXCEPTIONS: Form = List(&name_of!(Exception, vocabulary!(v::LegalException), None));
const DECLINES: Form = List(&name_of!(Decline, vocabulary!(v::LegalDecline), None));
const SENT: Form = List(&name_of!(Item, vocabulary!(v::Signal), Some(Code::TagContentUnknown)));
const MARKS: Form = List(&Word(vocabulary!(v::Mark)));
const LOAD: Form = Word(vocabulary!(v::Load));
const STATUTE: Form = Word(vocabulary!(v::Statute));
/// The grounds that can be written.
const GROUND: Form = Word(Vocabulary(|| vec!["consent", "entrustment", "succession", "opt-out-filed", "not-personal"]));

const TRANSMISSIONS: &[Key] = &[
    must("duty", Word(vocabulary!(v::Duty)), "does the external-transmission rule bind"),
    must("reason", Words, "why"),
];

const RELATED: &[Key] = &[
    must("from", name_of!(Purpose), "the purpose that was shown"),
    must("to", name_of!(Purpose), "the purpose reasonably related to it"),
    must("why", Text, "why a person expects it"),
    must("decided-by", Text, "who decided; never the program"),
];

/// The lines of `right.documents`.
pub const PAPER_LINES: &[Key] = &[
    may("one-of", List(&PAPER), "", "one of these papers is enough"),
    may("two-of", List(&PAPER), "", "two different ones of these papers"),
];
const PAPER: Form = name_of!(, vocabulary!(v::Paper), Some(Code::PaperWithdrawn));

/// The keys of a purpose, which a group may give.
const PURPOSE: &[Key] = &[
    may("in", name_of!(Group), "", "the group it stands in"),
    may("label", Words, "its clause's title", "what people are shown, in the consent box too"),
    may("meaning", Count(1, 999_999), "1", "raised when what it means changes"),
    may("same-meaning", Text, "", "why it does not change, though the words did"),
    when("items", ITEMS, "unless a tag or statistic uses it", "its group's", "everything it may ever touch"),
    may("choice", Word(vocabulary!(v::Choice)), "none", "what it needs of the person"),
    may("needed", Bool, "false", "what the person asked for cannot be done without it"),
    may("because", STATUTE, "", "the law asks for it: cessation does not stop it"),
    may("by", Word(vocabulary!(v::By)), "us", "`recipient`: what a recipient does with it"),
    may("when", EVENTS, "[]", "all must hold"),
    may("marks", MARKS, "[]", "what rule packs look at"),
    may("mail", Word(Vocabulary(|| vec!["customer"])), "", "advertising mail to existing customers"),
    may("formerly", NAME_BEFORE, "", "the id it had before"),
];

const fn many(name: &'static str, family: Family, short: Option<&'static str>, keys: &'static [Key]) -> Table {
    table_of(name, Kind::Policy, Shape::Many, Some(family), short, keys)
}

const fn once(name: &'static str, keys: &'static [Key]) -> Table {
    table_of(name, Kind::Policy, Shape::One, None, None, keys)
}

/// `[[accept]]`, of both files.
pub(super) const ACCEPT: &[Key] = &[
    must("code", Word(vocabulary!(Code)), "law or advice only"),
    may("at", Text, "everywhere", "the place, or the beginning of one"),
    must("because", Text, "why"),
    must("by", Text, "who answers for it"),
    must("until", Date, "the last day it silences anything"),
];

pub(super) static TABLES: &[Table] = &[
    table_of(
        "",
        Kind::Policy,
        Shape::Root,
        None,
        None,
        &[
            must("language", Version, "version of this language"),
            must(
                "rules",
                List(&name_of!(, vocabulary!(v::RulePack), Some(Code::UnknownRules))),
                "dated legal rules to check against",
            ),
            may("vendors", Path, "none", "shared facts about outside services"),
        ],
    ),
    once(
        "service",
        &[
            must("id", Id, "as in the URL; equals the folder's name"),
            must("name", Words, "shown on every page"),
            may("stage", Word(vocabulary!(v::Stage)), "decide", "`publish`: shown, and no act is permitted"),
            must("label", Text, "name of this version, shown"),
            may("effective", Date, "activation", "counts from the later of this and activation"),
            may("established", Date, "", "the day of the first version ever"),
            may("history", DATES, "[]", "dates of earlier versions that were not run here"),
            may("zone", Zone, "Asia/Tokyo", "periods are civil in it"),
            may("governing", Language, "ja", "which prose rules"),
            may("languages", LANGUAGES, "[governing]", "every text has each of them, and each has its prose"),
            may("grounds", EXCEPTIONS, "[]", "coded exceptions this policy admits"),
            may("sites", HOSTS, "[]", "hosts of the service's own pages: what is sent there is sent to nobody else"),
            when(
                "transmissions",
                Form::Table(TRANSMISSIONS),
                "if there is a tag",
                "",
                "does the external-transmission rule bind, and why",
            ),
        ],
    ),
    once(
        "operator",
        &[
            must("name", Words, "the company"),
            must("address", Words, "its address, published (Act Art. 32)"),
            must("representative", Words, "office, or name where it may be told"),
        ],
    ),
    many(
        "contact",
        Family::Contact,
        None,
        &[
            must("for", List(&Word(vocabulary!(v::ContactFor))), "what may be sent there"),
            may(
                "kind",
                Word(vocabulary!(v::ContactKind)),
                "own",
                "own office, or a certified personal information protection organisation",
            ),
            when("name", Words, "if certified", "the operator's", "of the office or body"),
            when(
                "email",
                Email,
                "one of email, phone, url, address",
                "",
                "shown; needed if a right may be asked by email",
            ),
            when("phone", Text, "one of email, phone, url, address", "", "shown"),
            when("url", Url, "one of email, phone, url, address", "", "shown"),
            when(
                "address",
                Words,
                "one of email, phone, url, address",
                "",
                "shown; needed if a right may be asked by post or at a counter",
            ),
            may("hours", Words, "", "when it is open"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many(
        "event",
        Family::Event,
        None,
        &[
            must("label", Words, "shown on My page beside every act that rested on it"),
            may("holds", Period, "a moment only", "how long it stays true unless reported again; needed for `when`"),
            may(
                "about",
                Word(vocabulary!(v::About)),
                "person",
                "`member`: true of the person towards one company of a class",
            ),
            may("reference", Bool, "true", "a report must carry a reference"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many(
        "keep",
        Family::Keep,
        None,
        &[
            must("for", Period, "how long"),
            must("after", After, "since when: acquired, last-seen, event:ID, last-use"),
            when("of", PURPOSES, "if after = \"last-use\"", "", "whose uses count"),
            may("at-least", Period, "", "erasure on request waits for it"),
            when("because", STATUTE, "if at-least", "", "the statute that asks for it"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many(
        "item",
        Family::Item,
        Some("kind"),
        &[
            must("kind", Word(vocabulary!(ItemKind)), "built-in: validation, masking, normalisation, class, label"),
            may("label", Words, "the kind's", "what people are shown"),
            when("keep", name_of!(Keep), "unless from or held-by", "", "how long"),
            may("class", Word(vocabulary!(v::Class)), "the kind's", "may only be stricter than the kind's"),
            may("lookup", Bool, "false", "people may be found by it; e-mail and telephone only"),
            may("held-by", RECIPIENTS, "", "never here: we may not even decide on it"),
            may("from", ITEM, "", "derived when opened, never stored"),
            when("values", TEXTS, "if kind = \"choice\"", "", "what may be chosen"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    table_of(
        "set",
        Kind::Policy,
        Shape::Values,
        Some(Family::Set),
        Some("items"),
        &[must("items", ITEMS, "flat: a set holds no set")],
    ),
    many(
        "source",
        Family::Source,
        None,
        &[
            must("from", Word(vocabulary!(v::Whence)), "`service`: comes about as the service is used"),
            may("label", Words, "by `from`", "the form, page or party it comes by, as people are shown it"),
            must("takes", ITEMS, "the only items let in"),
            may("required", ITEMS, "[]", "without these nothing is acquired"),
            may("confirms", List(&Free), "[]", "words the act must carry: what was done though no item shows it"),
            when(
                "purposes",
                PURPOSES,
                "if affiliate or recipient",
                "all that use what it takes",
                "what its notice shows; only these may use what came by it",
            ),
            may(
                "shown",
                Word(vocabulary!(v::Shown)),
                "by `from`",
                "person: before; affiliate, recipient: announced; else published",
            ),
            may("extra", Word(vocabulary!(v::Extra)), "by `from`", "outside-login, device: drop; else refuse"),
            when(
                "provider",
                List(&name_of!(Recipient | Vendor)),
                "if outside-login, affiliate or recipient",
                "",
                "who may bring it",
            ),
            may(
                "limited-by",
                Word(Vocabulary(|| vec!["grant"])),
                "",
                "the act lists what the person allowed there; more is dropped",
            ),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many("group", Family::Group, None, PURPOSE),
    many("purpose", Family::Purpose, Some("items"), PURPOSE),
    many(
        "recipient",
        Family::Recipient,
        None,
        &[
            must("as", Word(vocabulary!(v::Part)), "in what part it gets information (Act Art. 25, 27)"),
            must("name", Words, "who it is, or what class of companies; left out: the vendor's"),
            may(
                "members",
                Word(Vocabulary(|| vec!["one", "register"])),
                "one",
                "`register`: a class; its companies are entered in the office",
            ),
            may("vendor", name_of!(Vendor), "its own id if listed", "gives name, country, policy"),
            may("country", Country, "the vendor's, else JP", "where it handles the information"),
            when("route", Word(vocabulary!(v::Route)), "if abroad", "", "Act Art. 28"),
            may(
                "agreement",
                Word(Vocabulary(|| vec!["required", "none"])),
                "required but of third-party, authority",
                "none in force: nothing flows",
            ),
            may("review-every", Period, "P1Y if there is an agreement", "overdue: nothing flows"),
            may("under", EXCEPTIONS, "authority: all of grounds; else none", "which coded exceptions may reach it"),
            may("policy", Url, "the vendor's", "link, published"),
            may("purposes", PURPOSES, "", "short form: a provision of the same id, to this recipient alone"),
            may("items", ITEMS, "", "as in provision"),
            may("ground", GROUND, "", "as in provision"),
            may("when", EVENTS, "", "as in provision"),
            may("links-to-person", Bool, "", "as in provision"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many(
        "provision",
        Family::Provision,
        None,
        &[
            must("to", RECIPIENTS, "who gets it"),
            must("purposes", PURPOSES, "why we pass it on"),
            when(
                "items",
                ITEMS,
                "if to a third party",
                "the purposes', without what another holds",
                "cut with the purpose's items at decision",
            ),
            when("ground", GROUND, "if to a third party", "by `as`", "why it may go"),
            may("when", EVENTS, "[]", "all must hold"),
            may("links-to-person", Bool, "false", "the recipient will join it to a person (Act Art. 31)"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many(
        "joint-use",
        Family::JointUse,
        None,
        &[
            must("to", RECIPIENTS, "the users"),
            must("scope", Words, "who the users are, closed"),
            must("purposes", PURPOSES, "purposes by = \"recipient\""),
            may("items", ITEMS, "the purposes'", "what is used jointly"),
            must("responsible", name_of!(Recipient, Vocabulary(|| vec!["operator"])), "`operator` or a recipient"),
            may("since", Date, "activation", "published from then"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many(
        "exception",
        Family::Exception,
        None,
        &[
            must("under", Word(vocabulary!(v::LegalException)), "the legal exception it is a case of"),
            must("label", Words, "the company's own words for it"),
            may("needs", List(&Word(vocabulary!(v::Need))), "the legal one's", "may only add"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many(
        "category",
        Family::Category,
        None,
        &[
            must("load", LOAD, "given to its tags"),
            when(
                "label",
                Words,
                "if not built in",
                "of necessary, functional, analytics, marketing",
                "what visitors choose by",
            ),
            may("our-purpose", PURPOSES, "[]", "given to its tags"),
            may("opt-out", URLS, "[]", "added to each tag's"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many(
        "tag",
        Family::Tag,
        Some("category"),
        &[
            must("category", name_of!(Category), "what visitors choose by"),
            may(
                "vendor",
                name_of!(Vendor, Vocabulary(|| vec!["operator"])),
                "its own id if listed",
                "gives what follows; \"operator\": the site's own cookies",
            ),
            must("name", Words, "service and company; left out: the vendor's"),
            may("country", Country, "the vendor's", "published"),
            when("their-purpose", Words, "unless the operator's", "the vendor's", "what its provider does with it"),
            when("sends", SENT, "unless the operator's", "the vendor's", "signals, and items of an our-purpose"),
            when("hosts", HOSTS, "unless the operator's", "the vendor's, operation's", "the only ones it may reach"),
            when(
                "cookies",
                COOKIES,
                "if the operator's",
                "the vendor's, operation's",
                "a last * is the only wildcard of the language",
            ),
            may("policy", Url, "the vendor's", "link, published"),
            may("opt-out", URLS, "the vendor's", "the provider's way out, published"),
            may(
                "links-to-person",
                Bool,
                "the vendor's, else false",
                "the vendor joins what it gets to a member of its own",
            ),
            may("recipient", RECIPIENT, "", "the party behind it"),
            may("identifies", Bool, "false", "false: no item of class personal or above may be sent"),
            may("also-sends", SENT, "[]", "added to sends"),
            must("our-purpose", PURPOSES, "why it is here; left out: the category's"),
            must("load", LOAD, "when it may load; left out: the category's"),
            may("pages", TEXTS, "[\"all\"]", "where"),
            may("on", List(&Word(vocabulary!(v::Platform))), "[\"web\"]", "on which platforms"),
            may("mask-inputs", Bool, "false", "what is typed is not recorded"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many(
        "statistic",
        Family::Statistic,
        None,
        &[
            must("label", Words, "what is published of it"),
            must("purposes", PURPOSES, "why it is made; ours, and those of who gets it"),
            may("items", ITEMS, "[]: people are counted", "what is counted of them"),
            may("by", ITEMS, "[]", "broken down by; only kinds with few values or bands"),
            may("min-group", Count(1, 999_999), "10", "smaller groups are withheld"),
            may("to", RECIPIENTS, "[]", "none: inside only"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many(
        "right",
        Family::Right,
        None,
        &[
            may("gives", Word(vocabulary!(v::Gives)), "its own id", "which right of the Act it is"),
            must("by", List(&Word(vocabulary!(v::Way))), "each needs a contact that can be reached so"),
            must("identity", List(&Word(vocabulary!(v::Identity))), "any one of them"),
            may("documents", Papers, "the rule pack's list", "papers, or lines of them: any line will do"),
            may("items", ITEMS, "all", "what it reaches"),
            may("answer-within", Period, "P14D", "from the day it came in"),
            may("agents", List(&Word(vocabulary!(v::Agent))), "both", "who may ask for the person"),
            may("fee", Count(0, 999_999), "0", "yen; only purpose-notice, disclosure, records"),
            may("may-decline", DECLINES, "[]", "legal grounds or declared cases; a reason is always told"),
            may("tell", Word(vocabulary!(v::Tell)), "same-way", "how the answer is given"),
            may(
                "then",
                Word(Vocabulary(|| vec!["correct-if-wrong"])),
                "",
                "a correction of what was disclosed follows under the same request",
            ),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many(
        "decline",
        Family::Decline,
        None,
        &[
            must(
                "under",
                List(&Word(vocabulary!(v::LegalDecline))),
                "the ground it is a case of; one must fit the right that uses it",
            ),
            must("label", Words, "the company's own words for it"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    many(
        "measure",
        Family::Measure,
        None,
        &[
            may(
                "kind",
                Word(vocabulary!(MeasureKind)),
                "its own id",
                "built-in: heading of Act Art. 23, evidence, label",
            ),
            when("label", Words, "if kind = \"other\"", "the kind's", "what is published of it"),
            must("every", Period, "older evidence is overdue"),
            when(
                "per",
                List(&name_of!(Recipient, Vocabulary(|| vec!["staff"]))),
                "if blocks",
                "",
                "one attestation for each account or company",
            ),
            may("blocks", Bool, "false", "without it on file the account, or the company, is refused"),
            may("formerly", NAME_BEFORE, "", "the id it had before"),
        ],
    ),
    once(
        "incident",
        &[must("steps", List(&Word(vocabulary!(v::Step))), "asked for in order; clocks are the rule pack's")],
    ),
    once(
        "revision",
        &[
            must("announce", List(&Word(vocabulary!(v::Announce))), "where a new version is announced"),
            may("ahead", Period, "P0D", "how long before it counts"),
            may("related", Rows(RELATED), "[]", "a person's decisions that a purpose is reasonably related to another"),
        ],
    ),
    table_of(
        "clause",
        Kind::Policy,
        Shape::Many,
        None,
        Some("kept-by"),
        &[must("kept-by", List(&Keeper), "what keeps this clause, where names do not already say so")],
    ),
    table_of("accept", Kind::Policy, Shape::Rows, None, None, ACCEPT),
];
