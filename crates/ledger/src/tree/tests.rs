#![expect(clippy::cast_possible_truncation, reason = "small trees: every number fits")]

use super::*;
use proptest::prelude::*;

/// The eight leaves of the test data of the Certificate Transparency reference code.
const LEAVES: [&str; 8] =
    ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];

/// The roots over the first one to eight of them, from the same.
const ROOTS: [&str; 8] = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
];

fn unhex(text: &str) -> Vec<u8> {
    text.as_bytes().chunks(2).map(|pair| u8::from_str_radix(std::str::from_utf8(pair).unwrap(), 16).unwrap()).collect()
}

fn hash(text: &str) -> Hash {
    Hash::try_from(unhex(text).as_slice()).unwrap()
}

fn leaves() -> Vec<Hash> {
    LEAVES.iter().map(|leaf| leaf_hash(&unhex(leaf))).collect()
}

fn path(leaves: &[Hash], ranges: &[Range]) -> Vec<Hash> {
    ranges.iter().map(|range| root_of(&leaves[range.start as usize..range.end as usize])).collect()
}

/// Section 2.1.1 of RFC 6962, word for word.
fn naive_inclusion(index: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() == 1 {
        return vec![];
    }
    let middle = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(middle);
    let (mut path, sibling) = if index < middle {
        (naive_inclusion(index, left), root_of(right))
    } else {
        (naive_inclusion(index - middle, right), root_of(left))
    };
    path.push(sibling);
    path
}

/// Section 2.1.2 of RFC 6962, word for word.
fn naive_consistency(old: usize, leaves: &[Hash], whole: bool) -> Vec<Hash> {
    if old == leaves.len() {
        return if whole { vec![] } else { vec![root_of(leaves)] };
    }
    let middle = leaves.len().next_power_of_two() / 2;
    let (left, right) = leaves.split_at(middle);
    if old <= middle {
        [naive_consistency(old, left, whole), vec![root_of(right)]].concat()
    } else {
        [naive_consistency(old - middle, right, false), vec![root_of(left)]].concat()
    }
}

#[test]
fn the_known_tree_has_the_known_roots() {
    assert_eq!(empty_root(), hash("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"));
    for (size, root) in (1..).zip(ROOTS) {
        assert_eq!(root_of(&leaves()[..size]), hash(root), "{size} leaves");
    }
}

#[test]
fn the_known_tree_has_the_known_proofs() {
    let known: [(u64, u64, &[&str]); 4] = [
        (0, 1, &[]),
        (
            0,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            5,
            8,
            &[
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (2, 3, &["fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125"]),
    ];
    for (index, size, proof) in known {
        let proof: Vec<_> = proof.iter().map(|text| hash(text)).collect();
        assert_eq!(path(&leaves(), &inclusion(index, size).unwrap()), proof);
        let leaf = leaves()[index as usize];
        assert!(verify_inclusion(&leaf, index, size, &proof, &hash(ROOTS[size as usize - 1])));
    }
    let known: [(u64, u64, &[&str]); 4] = [
        (1, 1, &[]),
        (
            1,
            8,
            &[
                "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
            ],
        ),
        (
            6,
            8,
            &[
                "0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a",
                "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            ],
        ),
        (
            2,
            5,
            &[
                "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
                "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
            ],
        ),
    ];
    for (old, new, proof) in known {
        let proof: Vec<_> = proof.iter().map(|text| hash(text)).collect();
        assert_eq!(path(&leaves(), &consistency(old, new).unwrap()), proof, "{old} to {new}");
        let (old_root, new_root) = (hash(ROOTS[old as usize - 1]), hash(ROOTS[new as usize - 1]));
        assert!(verify_consistency((old, &old_root), (new, &new_root), &proof), "{old} to {new}");
    }
}

fn many(count: u64) -> Vec<Hash> {
    (0..count).map(|number| leaf_hash(&number.to_be_bytes())).collect()
}

#[test]
fn every_proof_of_small_trees_is_that_of_the_naive_tree() {
    let all = many(33);
    for size in 1..=33_u64 {
        let leaves = &all[..size as usize];
        let root = root_of(leaves);
        for index in 0..size {
            let proof = path(leaves, &inclusion(index, size).unwrap());
            assert_eq!(proof, naive_inclusion(index as usize, leaves));
            assert!(verify_inclusion(&leaves[index as usize], index, size, &proof, &root));
            for other in (0..size).filter(|other| *other != index) {
                assert!(!verify_inclusion(&leaves[index as usize], other, size, &proof, &root));
            }
        }
        for old in 1..=size {
            let proof = path(leaves, &consistency(old, size).unwrap());
            assert_eq!(proof, naive_consistency(old as usize, leaves, true));
            assert!(verify_consistency((old, &root_of(&all[..old as usize])), (size, &root), &proof));
        }
        assert!(verify_consistency((0, &empty_root()), (size, &root), &[]));
        assert_eq!(inclusion(size, size), None);
        assert_eq!(consistency(size + 1, size), None);
    }
}

proptest! {
    #[test]
    fn a_changed_proof_proves_nothing(size in 1_u64..600, at in any::<u64>(), what in 0_usize..4, byte in 0_usize..32, bit in 0_u8..8) {
        let leaves = many(size);
        let (root, index) = (root_of(&leaves), at % size);
        let mut proof = path(&leaves, &inclusion(index, size).unwrap());
        let flip = |hash: &Hash| {
            let mut bytes = *hash.bytes();
            bytes[byte] ^= 1 << bit;
            Hash::new(bytes)
        };
        let mut leaf = leaves[index as usize];
        match what {
            0 => leaf = flip(&leaf),
            1 => match proof.first_mut() { Some(hash) => *hash = flip(hash), None => leaf = flip(&leaf) },
            2 => { if proof.pop().is_none() { proof.push(leaf); } }
            _ => proof.push(leaf),
        }
        prop_assert!(!verify_inclusion(&leaf, index, size, &proof, &root));
    }

    #[test]
    fn a_changed_history_is_not_consistent(size in 2_u64..600, at in any::<u64>(), change in any::<u64>()) {
        let leaves = many(size);
        let old = 1 + at % (size - 1);
        let mut forged = leaves.clone();
        forged[(change % old) as usize] = leaf_hash(b"forged");
        let proof = path(&forged, &consistency(old, size).unwrap());
        let (old_root, new_root) = (root_of(&leaves[..old as usize]), root_of(&forged));
        prop_assert!(!verify_consistency((old, &old_root), (size, &new_root), &proof));
        let honest = path(&leaves, &consistency(old, size).unwrap());
        prop_assert!(!verify_consistency((old, &old_root), (size, &new_root), &honest));
        prop_assert!(verify_consistency((old, &old_root), (size, &root_of(&leaves)), &honest));
    }

    #[test]
    fn no_proof_makes_it_panic(index: u64, size: u64, old: u64, count in 0_usize..80) {
        let proof = many(count as u64);
        let root = leaf_hash(b"root");
        prop_assert!(!verify_inclusion(&root, index, size, &proof, &leaf_hash(b"other")));
        let _ = verify_consistency((old, &root), (size, &leaf_hash(b"other")), &proof);
        let _ = inclusion(index, size);
        let _ = consistency(old, size);
    }
}
