//! Who we are: the service, the operator, its contacts, the incident, the revision, what was accepted.

use super::{
    Origin,
    maker::{Chain, Maker},
};
use crate::{
    check::pack,
    codes::Code,
    declared::{Accept, Contact, Incident, Operator, Related, Revision, Service, Transmissions},
    diagnostic::Diagnostic,
    grammar::RESERVED_SERVICES,
    read::entry::{Document, Field, Value, field},
    source::Sources,
    vocabulary::{ContactKind, Duty, RulePack, Stage},
};
use azukari_model::{Date, Language, Name, Period, Words, Zone};

impl<'a> Maker<'a> {
    /// The rule packs, and the place of the other keys at the top.
    pub(super) fn rules(&mut self) -> Vec<RulePack> {
        let document = &self.documents.policy;
        let Some(entry) = document.one("") else { return Vec::new() };
        let chain = Chain::new(document, entry);
        self.get(&chain, "language");
        self.get(&chain, "vendors");
        self.all(&chain, "rules")
    }

    /// `[service]`. What is missing is said and stands open, so that the rest can be judged.
    pub(super) fn service(&mut self, sources: &Sources, rules: &[RulePack]) -> Option<Service> {
        let chain = self.once("service");
        if chain.is_none() {
            self.absent("service");
        }
        let folder = sources.folder.parse::<Name>().ok();
        let chain = chain.as_ref();
        let governing = chain.and_then(|chain| self.word(chain, "governing")).unwrap_or(Language::JA);
        self.governing = governing;
        let languages = chain.map(|chain| self.all::<Language>(chain, "languages")).unwrap_or_default();
        self.languages = if languages.is_empty() { vec![governing] } else { languages };
        if let Some(chain) = chain.filter(|_| !self.languages.contains(&governing)) {
            let want = format!("a list with the governing language `{governing}`");
            self.refuse(chain.place("languages"), "this list", &want, &format!("正文の言語 `{governing}` を含む配列"));
        }
        self.languages.dedup();
        let id = chain.and_then(|chain| self.service_id(chain, sources));
        let text = |maker: &mut Self, key: &str| chain.and_then(|chain| maker.text(chain, key)).unwrap_or_default();
        let service = Service {
            // Without an id and without a folder there is nothing to hold on to.
            id: id.or(folder)?,
            name: chain.and_then(|chain| self.words(chain, "name")).unwrap_or_default(),
            stage: chain.and_then(|chain| self.word(chain, "stage")).unwrap_or(Stage::Decide),
            label: text(self, "label"),
            effective: chain.and_then(|chain| self.date(chain, "effective")),
            established: chain.and_then(|chain| self.date(chain, "established")),
            history: chain.and_then(|chain| self.get(chain, "history")).map(dates).unwrap_or_default(),
            zone: chain
                .and_then(|chain| self.text(chain, "zone"))
                .and_then(|zone| Zone::parse(&zone).ok())
                .or_else(|| Zone::parse("Asia/Tokyo").ok())
                .unwrap_or(Zone::UTC),
            governing,
            languages: self.languages.clone(),
            grounds: chain.map(|chain| self.all(chain, "grounds")).unwrap_or_default(),
            sites: chain.map(|chain| self.all(chain, "sites")).unwrap_or_default(),
            transmissions: chain.and_then(|chain| self.transmissions(chain)),
        };
        if let Some(chain) = chain {
            self.dates_in_order(chain, &service, rules);
        }
        Some(service)
    }

    fn service_id(&mut self, chain: &Chain<'a>, sources: &Sources) -> Option<Name> {
        let id = self.name(chain, "id")?;
        if RESERVED_SERVICES.contains(&id.as_str()) {
            let names = RESERVED_SERVICES.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>();
            let (en, ja) = (names.join(", "), names.join("、"));
            let want = format!("free: these are paths of the program itself: {en}");
            self.refuse(
                chain.place("id"),
                &format!("\"{id}\""),
                &want,
                &format!("プログラム自身のパス（{ja}）以外の名前"),
            );
        } else if !sources.folder.is_empty() && id != sources.folder.as_str() {
            let folder = &sources.folder;
            let want = format!("the name of the folder, \"{folder}\"");
            self.refuse(chain.place("id"), &format!("\"{id}\""), &want, &format!("フォルダ名 \"{folder}\""));
        }
        Some(id)
    }

    fn transmissions(&mut self, chain: &Chain<'a>) -> Option<Transmissions> {
        let fields = self.get(chain, "transmissions")?.table();
        let duty = field(fields, "duty")?.value.word::<Duty>()?;
        let reason = self.words_in(fields, "reason", chain.document, &chain.path_of("transmissions"))?;
        Some(Transmissions { duty, reason })
    }

    fn words_in(&mut self, fields: &[Field], key: &str, document: &Document, path: &str) -> Option<Words> {
        let field = field(fields, key)?;
        let path = format!("{path}.{key}");
        Some(self.words_of(&field.value, &document.place(&field.span, &path), &path))
    }

    fn date(&mut self, chain: &Chain<'a>, key: &str) -> Option<Date> {
        self.get(chain, key).and_then(Value::date)
    }

    /// A version may not precede the first, nor the rules it is checked by.
    fn dates_in_order(&mut self, chain: &Chain<'a>, service: &Service, rules: &[RulePack]) {
        let mut wrong = Vec::new();
        if let (Some(established), Some(effective)) = (service.established, service.effective)
            && effective < established
        {
            wrong.push(("effective", format!("`effective` {effective}"), format!("`established` {established}")));
        }
        for day in &service.history {
            if service.established.is_some_and(|first| *day < first) {
                let first = service.established.map(|first| first.to_string()).unwrap_or_default();
                wrong.push(("history", format!("`history` {day}"), format!("`established` {first}")));
            }
            if service.effective.is_some_and(|effective| effective < *day) {
                let effective = service.effective.map(|day| day.to_string()).unwrap_or_default();
                wrong.push(("history", format!("`effective` {effective}"), format!("`history` {day}")));
            }
        }
        for pack in rules {
            if let Some(effective) = service.effective.filter(|day| *day < pack::first_day(*pack)) {
                let first = pack::first_day(*pack);
                wrong.push(("effective", format!("`effective` {effective}"), format!("`{pack}` ({first})")));
            }
        }
        for (key, a, b) in wrong {
            self.found.push(Diagnostic::new(Code::DateOrder, Some(chain.place(key))).with("a", a).with("b", b));
        }
    }

    /// `[operator]`.
    pub(super) fn operator(&mut self) -> Operator {
        let Some(chain) = self.once("operator") else {
            self.absent("operator");
            return Operator { name: Words::new(), address: Words::new(), representative: Words::new() };
        };
        let mut words = |key| self.words(&chain, key).unwrap_or_default();
        Operator { name: words("name"), address: words("address"), representative: words("representative") }
    }

    /// `[contact.ID]`.
    pub(super) fn contacts(&mut self, operator: &Operator) -> Vec<Contact> {
        let chains = self.chains("contact");
        chains.iter().filter_map(|chain| self.contact(chain, operator)).collect()
    }

    fn contact(&mut self, chain: &Chain<'a>, operator: &Operator) -> Option<Contact> {
        let kind = self.word(chain, "kind").unwrap_or(ContactKind::Own);
        let name = if kind == ContactKind::CertifiedOrganisation {
            self.must_words(chain, "name")
        } else {
            self.words(chain, "name").unwrap_or_else(|| operator.name.clone())
        };
        if !["email", "phone", "url", "address"].iter().any(|key| chain.has(key)) {
            self.missing(chain, "email");
        }
        self.must(chain, "for");
        Some(Contact {
            id: chain.id()?.clone(),
            serves: self.all(chain, "for"),
            kind,
            name,
            email: self.text(chain, "email"),
            phone: self.text(chain, "phone"),
            url: self.text(chain, "url"),
            address: self.words(chain, "address"),
            hours: self.words(chain, "hours"),
        })
    }

    /// `[incident]`.
    pub(super) fn incident(&mut self) -> Option<Incident> {
        let chain = self.once("incident")?;
        Some(Incident { steps: self.all(&chain, "steps") })
    }

    /// `[revision]`.
    pub(super) fn revision(&mut self) -> Option<Revision> {
        let chain = self.once("revision")?;
        let rows = self.get(&chain, "related").map(Value::list).unwrap_or_default();
        let related = rows.iter().filter_map(|row| related(row.value.table()));
        Some(Revision {
            announce: self.all(&chain, "announce"),
            ahead: self.get(&chain, "ahead").and_then(Value::period).unwrap_or(Period::days(0)),
            related: related.collect(),
        })
    }

    /// `[[accept]]` of one file. A code that is always an error cannot be accepted.
    pub(super) fn accepts(&mut self, document: &'a Document) -> Vec<Accept> {
        let mut accepts = Vec::new();
        for entry in document.many("accept") {
            let chain = self.chain(document, entry);
            let code = self.text(&chain, "code");
            let is_error = code.as_deref().and_then(|code| code.parse::<Code>().ok()).is_some_and(is_always_error);
            if let Some(code) = code.as_deref().filter(|_| is_error) {
                let (en, ja) = ("the code of a law finding or an advice", "法または助言の指摘のコード");
                self.refuse(chain.place("code"), &format!("\"{code}\""), en, ja);
            }
            let (because, by) = (self.text(&chain, "because"), self.text(&chain, "by"));
            let (at, until) = (self.text(&chain, "at"), self.date(&chain, "until"));
            if let (Some(code), Some(because), Some(by), Some(until), false) = (code, because, by, until, is_error) {
                let place = Some(chain.document.place(&chain.entry.at, &chain.path));
                accepts.push(Accept { code, at, because, by, until, place });
            }
        }
        accepts
    }

    /// Notes that a kind gave a value.
    pub(super) fn by_kind(&mut self, chain: &Chain<'a>, key: &str) {
        self.origins.insert(chain.path_of(key), Origin::Kind, None);
    }
}

/// Errors that the language lowers to advice at some places may be accepted there.
fn is_always_error(code: Code) -> bool {
    let lowered = [Code::SourcePurposesOpen, Code::DeclarationUnpublished];
    code.sentence().severity == crate::codes::Severity::Error && !lowered.contains(&code)
}

fn related(fields: &[Field]) -> Option<Related> {
    let text = |key| field(fields, key).and_then(|field| field.value.text());
    Some(Related {
        from: text("from")?.parse().ok()?,
        to: text("to")?.parse().ok()?,
        why: text("why")?.to_owned(),
        decided_by: text("decided-by")?.to_owned(),
    })
}

fn dates(value: &Value) -> Vec<Date> {
    value.list().iter().filter_map(|member| member.value.date()).collect()
}
