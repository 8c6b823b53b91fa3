//! The tables of operation.toml.

use super::{
    Form::{self, Bool, Count, Id, List, Period, Table as Sub, Version, Word, Words},
    Key, Kind, Shape, Table, Vocabulary, may, must, name_of, policy, table_of, vocabulary, when,
};
use crate::{vocabulary as v, vocabulary::Family};

const PURPOSES: Form = List(&name_of!(Purpose | Group));
const LIMIT: &[Key] = &[must("people-per-day", Count(1, 9_999_999), "how many people an account may reach in a day")];

pub(super) static TABLES: &[Table] = &[
    table_of("", Kind::Operation, Shape::Root, None, None, &[must("language", Version, "version of this language")]),
    table_of(
        "system",
        Kind::Operation,
        Shape::Many,
        Some(Family::System),
        None,
        &[
            must("name", Words, "shown where an item is said to be there"),
            may(
                "holds",
                List(&name_of!(Item | Set)),
                "[]: copies only",
                "stay in that system: decided and recorded here, no value passes",
            ),
            must("within", Period, "how long an erasure may take to reach it"),
            must("how", Word(vocabulary!(v::How)), "how it is told"),
            may("formerly", Id, "", "the id it had before"),
        ],
    ),
    table_of(
        "role",
        Kind::Operation,
        Shape::Many,
        Some(Family::Role),
        None,
        &[
            may("use", PURPOSES, "[]", "may open for"),
            may("items", List(&name_of!(Item | Set)), "the purposes'", "narrows"),
            may(
                "find",
                List(&name_of!(Item | System)),
                "[]",
                "may find people by an item with lookup, or by a system's own reference",
            ),
            may("acquire", List(&name_of!(Source)), "[]", "may bring in by"),
            may(
                "provide",
                List(&name_of!(Provision | JointUse, Vocabulary(|| vec!["exceptions"]))),
                "[]",
                "provisions, joint uses, recipients with purposes; exceptions",
            ),
            may("bulk", List(&name_of!(Purpose | Group | Provision | JointUse)), "[]", "may ask for everybody at once"),
            may("report", List(&name_of!(Event)), "[]", "may report"),
            may("count", List(&name_of!(Statistic)), "[]", "may make"),
            may("consent", Bool, "false", "may enter answers a person gave otherwise"),
            may("import", Bool, "false", "may enter the past"),
            may("handle", List(&Word(vocabulary!(v::Handle))), "[]", "may carry out, or deal with"),
            may("approve", List(&Word(vocabulary!(v::Approve))), "[]", "may approve what another asked for"),
            may("attest", List(&name_of!(Measure)), "[]", "may enter evidence for"),
            when("limit", Sub(LIMIT), "if use, find or provide", "", "for each account"),
            may("formerly", Id, "", "the id it had before"),
        ],
    ),
    // The ids are those of the policy's tags.
    table_of(
        "tag",
        Kind::Operation,
        Shape::Many,
        None,
        None,
        &[
            may("hosts", policy::HOSTS, "the policy's", "instead of the vendor's"),
            may("cookies", policy::COOKIES, "the policy's", "instead of the vendor's"),
            may(
                "gate",
                Word(vocabulary!(v::Gating)),
                "enforce",
                "observe: what would be held back is counted, and loads",
            ),
        ],
    ),
    table_of("accept", Kind::Operation, Shape::Rows, None, None, policy::ACCEPT),
];
