//! The tables of vendors.toml.

use super::{
    Form::{Bool, Country, List, Url, Version, Words},
    Kind, Shape, Table, may, must, name_of, policy, table_of, vocabulary,
};
use crate::{codes::Code, vocabulary as v, vocabulary::Family};

pub(super) static TABLES: &[Table] = &[
    table_of("", Kind::Vendors, Shape::Root, None, None, &[must("language", Version, "version of this language")]),
    table_of(
        "vendor",
        Kind::Vendors,
        Shape::Many,
        Some(Family::Vendor),
        None,
        &[
            may("name", Words, "", "service and company"),
            may("country", Country, "", "where it handles the information"),
            may("policy", Url, "", "link, published"),
            may("opt-out", List(&Url), "", "the provider's way out"),
            may("their-purpose", Words, "", "what its provider does with it"),
            may(
                "sends",
                List(&name_of!(, vocabulary!(v::Signal), Some(Code::TagContentUnknown))),
                "",
                "signals only, never items",
            ),
            may("hosts", policy::HOSTS, "", "the only ones it may reach"),
            may("cookies", policy::COOKIES, "", "a last * stands for any ending"),
            may("links-to-person", Bool, "", "the vendor joins what it gets to a member of its own"),
        ],
    ),
];
