use super::*;
use proptest::prelude::*;

#[test]
fn paths_are_those_of_the_specification() {
    let tile = |level, index, width| TilePath::Tile(TileId { level, index }, width);
    for (path, text) in [
        (tile(0, 0, 256), "tile/0/000"),
        (tile(0, 1_234_067, 256), "tile/0/x001/x234/067"),
        (tile(1, 1000, 5), "tile/1/x001/000.p/5"),
        (TilePath::Entries(273, 112), "tile/entries/273.p/112"),
        (TilePath::Entries(1234, 256), "tile/entries/x001/234"),
    ] {
        assert_eq!(path.to_string(), text);
        assert_eq!(TilePath::parse(text), Some(path));
    }
    for text in [
        "",
        "tile",
        "tile/0",
        "tile/0/",
        "tile/0/0",
        "tile/0/0000",
        "tile/00/000",
        "tile/64/000",
        "tile/0/000.p/0",
        "tile/0/000.p/256",
        "tile/0/000.p/01",
        "tile/0/000.p/",
        "tile/0/x000/001",
        "tile/0/001/234",
        "tile/0/x001",
        "tile/0/../001",
        "tile/x/000",
        "tile/0/x001/x234",
        "tile/0/+01",
        "tile/0/０００",
        "tile/-1/000",
        "tile/0/x999/x999/x999/x999/x999/x999/x999/999",
    ] {
        assert_eq!(TilePath::parse(text), None, "{text}");
    }
}

/// The example of the specification.
#[test]
fn a_tree_of_70000_has_these_tiles() {
    let width = |level, index| TileId { level, index }.width_in(70_000);
    assert_eq!((width(0, 272), width(0, 273), width(0, 274)), (256, 112, 0));
    assert_eq!((width(1, 0), width(1, 1), width(2, 0), width(3, 0)), (256, 17, 1, 0));
    assert_eq!(TileId { level: 1, index: 0 }.width_in(256), 1);
    assert_eq!(TileId { level: 63, index: u64::MAX }.width_in(u64::MAX), 0);
}

#[test]
fn a_bundle_reads_back() {
    let entries: [&[u8]; 3] = [b"one", b"", b"three"];
    let bytes = bundle(entries).unwrap();
    assert_eq!(bytes, b"\0\x03one\0\0\0\x05three");
    assert_eq!(unbundle(&bytes).unwrap(), entries);
    assert_eq!(unbundle(&bytes[..bytes.len() - 1]), None);
    assert_eq!(bundle([vec![0; 65_536].as_slice()]), None);
}

#[test]
fn a_tile_that_is_missing_or_short_is_named() {
    let mut tiles = TileSet::new();
    let id = TileId { level: 0, index: 0 };
    assert_eq!(tiles.root(3), Err(TileError(id)));
    tiles.insert(id, &[7; 64]).unwrap();
    assert_eq!(tiles.root(3), Err(TileError(id)));
    assert!(tiles.root(2).is_ok());
    assert!(tiles.insert(id, &[7; 63]).is_err());
    assert!(tiles.insert(id, &[7; 257 * 32]).is_err());
}

proptest! {
    #[test]
    fn a_path_has_one_spelling(text in "tile/(0|1|63|64|00|entries)/(x?[0-9]{2,4}/){0,3}[0-9]{2,4}(\\.p/[0-9]{0,3})?") {
        if let Some(path) = TilePath::parse(&text) {
            prop_assert_eq!(path.to_string(), text);
        }
    }

    #[test]
    fn no_bytes_make_a_bundle_panic(bytes in prop::collection::vec(any::<u8>(), 0..80)) {
        if let Some(entries) = unbundle(&bytes) {
            prop_assert_eq!(bundle(entries), Some(bytes));
        }
    }
}
