use super::*;
use azukari_model::PersonId;
use proptest::prelude::*;

fn key(byte: u8) -> Key {
    Key::new([byte; 32])
}

fn place() -> Context<'static> {
    Context::value("sessa", PersonId::from_bits(5), 3, 2, 0)
}

#[test]
fn a_box_opens_at_its_place_under_its_key() {
    let sealed = seal(&key(1), &place(), b"hanako@example.jp", &mut Random::seeded(b"box")).unwrap();
    assert_eq!(open(&key(1), &place(), sealed.bytes()).unwrap().bytes(), b"hanako@example.jp");
    assert_eq!(sealed.bytes().len(), 17 + Sealed::OVERHEAD);
    assert_eq!(open(&key(2), &place(), sealed.bytes()).unwrap_err(), VaultError::NotOpened);
}

#[test]
fn one_bit_changed_anywhere_closes_the_box() {
    let sealed = seal(&key(1), &place(), b"hanako", &mut Random::seeded(b"box")).unwrap();
    for at in 0..sealed.bytes().len() {
        for bit in 0..8 {
            let mut bytes = sealed.bytes().to_vec();
            bytes[at] ^= 1 << bit;
            assert_eq!(open(&key(1), &place(), &bytes).unwrap_err(), VaultError::NotOpened, "byte {at}, bit {bit}");
        }
    }
}

#[test]
fn a_box_that_is_cut_or_lengthened_does_not_open() {
    let sealed = seal(&key(1), &place(), b"hanako", &mut Random::seeded(b"box")).unwrap();
    for length in 0..sealed.bytes().len() {
        assert!(open(&key(1), &place(), &sealed.bytes()[..length]).is_err());
    }
    let mut longer = sealed.into_bytes();
    longer.push(0);
    assert!(open(&key(1), &place(), &longer).is_err());
}

#[test]
fn equal_values_give_boxes_that_share_nothing() {
    let mut random = Random::seeded(b"box");
    let first = seal(&key(1), &place(), b"hanako", &mut random).unwrap();
    let second = seal(&key(1), &place(), b"hanako", &mut random).unwrap();
    assert_ne!(first.bytes()[1..33], second.bytes()[1..33]);
    assert_ne!(first.bytes()[33..65], second.bytes()[33..65]);
    assert_ne!(first.bytes()[65..], second.bytes()[65..]);
}

/// A forger who knows both keys cannot make one body that opens under both: the commitment must be of the key that opens.
#[test]
fn a_commitment_of_another_key_is_refused_before_the_body_is_looked_at() {
    let mut random = Random::seeded(b"box");
    let first = seal(&key(1), &place(), b"hanako", &mut random).unwrap();
    let (_, other) = derive(&key(2), &first.bytes()[1..33], &place().encode()).unwrap();
    let mut forged = first.into_bytes();
    forged[33..65].copy_from_slice(&other);
    assert!(open(&key(1), &place(), &forged).is_err());
    assert!(open(&key(2), &place(), &forged).is_err());
}

#[test]
fn a_box_does_not_show_what_is_in_it() {
    let sealed = seal(&key(1), &place(), b"hanako", &mut Random::seeded(b"box")).unwrap();
    assert_eq!(format!("{sealed:?}"), "Sealed(87 bytes)");
    assert_eq!(format!("{:?}", open(&key(1), &place(), sealed.bytes()).unwrap()), "Clear");
}

fn label() -> impl Strategy<Value = crate::Label> {
    use crate::Label::*;
    prop::sample::select(vec![
        Value, HoldingKey, MonthKey, HoldKey, Record, MessageKey, Message, Request, Session, Backup, Root,
    ])
}

/// Small numbers, so that two places often differ in one field only, or have fields swapped.
fn any_place() -> impl Strategy<Value = (crate::Label, String, Option<u128>, u32, u32, u128, u32, u32)> {
    (label(), "[ab]{0,2}", prop::option::of(0_u128..3), 0_u32..3, 0_u32..3, 0_u128..3, 0_u32..3, 0_u32..3)
}

proptest! {
    #[test]
    fn a_box_opens_at_no_other_place(
        here in any_place(), there in any_place(), clear in prop::collection::vec(any::<u8>(), 0..40),
    ) {
        let context = |(label, service, person, item, source, part, schema, key): &(_, String, Option<u128>, _, _, _, _, _)| {
            Context {
                label: *label, service: Box::leak(service.clone().into_boxed_str()), person: person.map(PersonId::from_bits),
                item: *item, source: *source, part: *part, schema: *schema, key: *key,
            }
        };
        let sealed = seal(&key(1), &context(&here), &clear, &mut Random::seeded(&clear)).unwrap();
        prop_assert_eq!(open(&key(1), &context(&there), sealed.bytes()).is_ok(), here == there);
        let again = open(&key(1), &context(&here), sealed.bytes()).unwrap();
        prop_assert_eq!(again.bytes(), &clear);
    }

    #[test]
    fn two_boxes_that_change_places_do_not_open(first in 0_u32..4, second in 0_u32..4, source in 0_u32..2) {
        prop_assume!(first != second);
        let person = PersonId::from_bits(9);
        let place = |item| Context::value("sessa", person, item, source, 0);
        let mut random = Random::seeded(b"swap");
        let one = seal(&key(1), &place(first), b"one", &mut random).unwrap();
        let two = seal(&key(1), &place(second), b"two", &mut random).unwrap();
        prop_assert!(open(&key(1), &place(second), one.bytes()).is_err());
        prop_assert!(open(&key(1), &place(first), two.bytes()).is_err());
    }

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(open(&key(1), &place(), &bytes).is_err());
    }
}
