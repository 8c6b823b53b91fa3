#![expect(clippy::cast_possible_truncation, reason = "small logs: every number fits")]

use super::*;
use crate::{Head, LogSigner};
use proptest::prelude::*;

fn signer() -> LogSigner {
    LogSigner::from_seed("log.example/azukari", &[7; 32]).unwrap()
}

fn opened(number: u64) -> Opened {
    Opened { opening: Opening::new([number as u8; 32]), record: format!("{{\"v\":1,\"n\":{number}}}").into_bytes() }
}

/// A log of `size` entries, and the proof of one.
fn proof(index: u64, size: u64, open: bool) -> Proof {
    let leaves: Vec<_> = (0..size).map(|number| opened(number).commitment().leaf(number + 1).hash()).collect();
    let path = tree::inclusion(index, size)
        .unwrap()
        .iter()
        .map(|range| tree::root_of(&leaves[range.start as usize..range.end as usize]))
        .collect();
    let checkpoint = Checkpoint::sign(Head { size, root: tree::root_of(&leaves) }, &signer());
    let (sequence, opened) = (index + 1, opened(index));
    let extra = if open {
        Extra::Open { sequence, opened }
    } else {
        Extra::Closed { sequence, commitment: opened.commitment() }
    };
    Proof::new(&extra, index, path, checkpoint)
}

#[test]
fn a_proof_reads_back_and_proves_its_record() {
    let keys = [signer().public().clone()];
    for (index, size) in [(0, 1), (0, 2), (4, 5), (6, 11), (299, 300)] {
        let proof = proof(index, size, true);
        let text = proof.to_string();
        assert_eq!(Proof::read(&text), Ok(proof));
        let proven = verify_file(&text, &keys).unwrap();
        assert_eq!(proven.record(), Some(opened(index).record.as_slice()));
        assert_eq!((proven.index, proven.checkpoint.head.size), (index, size));
    }
}

#[test]
fn a_closed_proof_proves_its_commitment_and_shows_no_record() {
    let proven = verify_file(&proof(3, 7, false).to_string(), &[signer().public().clone()]).unwrap();
    assert_eq!(proven.record(), None);
    assert_eq!(proven.opening(), None);
    assert_eq!(proven.extra.commitment(), opened(3).commitment());
}

#[test]
fn a_changed_record_number_or_index_is_not_in_the_log() {
    let keys = [signer().public().clone()];
    let honest = proof(3, 7, true);
    let mut record = opened(3);
    record.record.push(b' ');
    let changed = [
        Extra::Open { sequence: 4, opened: record },
        Extra::Open { sequence: 5, opened: opened(3) },
        Extra::Open { sequence: 4, opened: opened(4) },
    ];
    for extra in changed {
        let forged = Proof { extra: Some(extra.to_bytes()), ..honest.clone() };
        let error = verify_file(&forged.to_string(), &keys).unwrap_err();
        assert_eq!(error, ProofError::NotIncluded { index: 3, size: 7 });
    }
    let moved = Proof { index: 2, ..honest };
    assert!(verify_file(&moved.to_string(), &keys).is_err());
}

#[test]
fn a_proof_without_a_known_key_names_the_keys_it_has() {
    let error = verify_file(&proof(0, 1, true).to_string(), &[]).unwrap_err();
    let id = u32::from_be_bytes(signer().public().id());
    assert!(error.to_string().contains(&format!("log.example/azukari+{id:08x}")), "{error}");
}

#[test]
fn a_proof_without_extra_proves_a_leaf_one_knows() {
    let proof = Proof { extra: None, ..proof(3, 7, true) };
    let keys = [signer().public().clone()];
    assert_eq!(Proof::read(&proof.to_string()), Ok(proof.clone()));
    assert_eq!(verify_file(&proof.to_string(), &keys), Err(ProofError::Extra));
    assert!(proof.verify(&opened(3).commitment().leaf(4), &keys).is_ok());
    assert!(proof.verify(&opened(3).commitment().leaf(3), &keys).is_err());
}

#[test]
fn texts_that_are_no_proof_are_refused() {
    let good = proof(3, 7, true).to_string();
    for bad in [
        String::new(),
        good.replace("@v1", "@v2"),
        good.replace("index 3", "index 03"),
        good.replace("index 3\n", ""),
        good.replace("extra ", "extra  "),
        good.replace("\n\n", "\n"),
        good.replacen('\n', "\r\n", 1),
        good.replace("index 3\n", &format!("index 3\n{}", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".repeat(64))),
    ] {
        assert!(verify_file(&bad, &[signer().public().clone()]).is_err(), "{bad}");
    }
}

#[test]
fn every_cut_and_every_flipped_bit_of_a_proof_is_refused() {
    let text = proof(3, 7, true).to_string();
    let keys = [signer().public().clone()];
    assert!(verify_file(&text, &keys).is_ok());
    for length in 0..text.len() {
        if let Some(cut) = text.get(..length) {
            assert!(verify_file(cut, &keys).is_err(), "cut at {length}");
        }
    }
    for at in 0..text.len() {
        for bit in 0..8 {
            let mut bytes = text.clone().into_bytes();
            bytes[at] ^= 1 << bit;
            if let Ok(flipped) = String::from_utf8(bytes) {
                assert!(verify_file(&flipped, &keys).is_err(), "byte {at}, bit {bit}");
            }
        }
    }
}

proptest! {
    #[test]
    fn no_text_makes_it_panic(text in "(c2sp.org/tlog-proof@v1\n)?(extra [A-Za-z=]{0,12}\n)?(index [0-9]{0,3}\n)?(\\PC|\n){0,40}") {
        let _ = verify_file(&text, &[signer().public().clone()]);
    }

    #[test]
    fn no_bytes_of_extra_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Some(extra) = Extra::read(&bytes) {
            prop_assert_eq!(extra.to_bytes(), bytes);
        }
    }
}
