//! Every file of the catalogue.

use azukari_scan::catalogue::{Catalogue, Vendor};
use std::{collections::BTreeSet, fs, path::Path};

#[test]
fn every_file_is_in_the_program_and_each_of_its_facts_has_a_source_or_says_that_it_has_none() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../vendors");
    let mut there = BTreeSet::new();
    let mut faults = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let id = path.file_stem().unwrap().to_string_lossy().into_owned();
        match Vendor::parse(&id, &fs::read_to_string(&path).unwrap()) {
            Ok(vendor) => faults.extend(vendor.faults().into_iter().map(|fault| format!("{id}: {fault}"))),
            Err(error) => faults.push(format!("{id}: {error}")),
        }
        there.insert(id);
    }
    assert_eq!(faults, Vec::<String>::new());
    let own: BTreeSet<String> = Catalogue::own().vendors().iter().map(|vendor| vendor.id.clone()).collect();
    assert_eq!(own, there);
}
