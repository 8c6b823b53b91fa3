//! A random operation: two systems, three roles.

use super::*;

pub(super) fn operation(tape: &mut Tape<'_>, policy: &Policy) -> Operation {
    let holds = tape.one(&[names(&["usage"]), Vec::new(), names(&["birth", "usage"])]);
    let system = |id, holds| System { id: name(id), name: words(id), holds, within: Period::days(1), how: How::Sql };
    let systems = vec![system("store", holds), system("desk", Vec::new())];
    let ids = |list: &[&str]| names(list);
    let limit = tape.one(&[Some(100), Some(60), None, Some(200)]);
    let mut all = Role {
        id: name(ROLES[0]),
        uses: ids(&OURS),
        items: None,
        find_items: if tape.seldom(4) { Vec::new() } else { names(&["mail"]) },
        find_systems: names(tape.one(&[&["store"][..], &["store", "desk"]])),
        acquire: ids(&SOURCES),
        provide: ids(&FLOWS),
        exceptions: true,
        bulk: tape.some(&ids(&["serve", "news", "clerks", "ads"])),
        report: ids(&EVENTS),
        count: names(&["figures"]),
        consent: true,
        import: true,
        handle: Handle::ALL.to_vec(),
        approve: Vec::new(),
        attest: policy.measures.iter().map(|measure| measure.id.clone()).collect(),
        people_per_day: limit,
    };
    if tape.seldom(6) {
        all.items = Some(tape.some(&ids(&ITEMS)));
    }
    let some = Role {
        id: name(ROLES[1]),
        uses: tape.some(&ids(&OURS)),
        items: Some(tape.some(&ids(&ITEMS))),
        find_items: Vec::new(),
        find_systems: Vec::new(),
        acquire: tape.some(&ids(&SOURCES[1..])),
        provide: tape.some(&ids(&FLOWS[1..])),
        exceptions: tape.seldom(2),
        bulk: Vec::new(),
        report: ids(&EVENTS[1..]),
        count: Vec::new(),
        consent: tape.seldom(2),
        import: false,
        handle: tape.some(&[Handle::Requests, Handle::Erase]),
        approve: Vec::new(),
        attest: ids(&["inspection"]),
        people_per_day: Some(40),
    };
    let officer = Role {
        id: name(ROLES[2]),
        uses: Vec::new(),
        items: None,
        provide: Vec::new(),
        exceptions: false,
        acquire: Vec::new(),
        handle: vec![Handle::Cease],
        approve: vec![Approve::Exceptions],
        consent: false,
        report: Vec::new(),
        attest: Vec::new(),
        ..some.clone()
    };
    Operation {
        systems,
        roles: vec![all, some, officer],
        observed: Vec::new(),
        accepts: Vec::new(),
        hash: [tape.byte(); 32],
    }
}
