use super::*;

const HEADER: &[u8] = b"header\n";
const FILE: u128 = 7;

fn key(byte: u8) -> Key {
    Key::new([byte; 32])
}

fn sealed(text: &[u8]) -> Vec<u8> {
    let mut pieces = SealPieces::begin(Vec::new(), &key(1), HEADER, FILE, Random::seeded(b"pieces")).unwrap();
    pieces.write_all(text).unwrap();
    pieces.finish().unwrap().0
}

fn opened_with(sealed: &[u8], byte: u8, header: &[u8], file: u128) -> Result<Vec<u8>, Option<PieceError>> {
    let read = || {
        let mut text = Vec::new();
        OpenPieces::begin(sealed, &key(byte), header, file)?.read_to_end(&mut text)?;
        Ok(text)
    };
    read().map_err(|error| PieceError::of(&error))
}

fn opened(sealed: &[u8]) -> Result<Vec<u8>, Option<PieceError>> {
    opened_with(sealed, 1, HEADER, FILE)
}

fn text(length: usize) -> Vec<u8> {
    (0..length).map(|n| u8::try_from(n % 251).unwrap()).collect()
}

/// Where the boxes begin and end, with their lengths before them.
fn boxes(sealed: &[u8]) -> Vec<std::ops::Range<usize>> {
    let (mut boxes, mut at) = (Vec::new(), 0);
    while at < sealed.len() {
        let length = u32::from_be_bytes(sealed[at..at + 4].try_into().unwrap()) as usize;
        boxes.push(at..at + 4 + length);
        at += 4 + length;
    }
    boxes
}

#[test]
fn a_text_of_any_length_reads_back() {
    for length in [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 9] {
        let text = text(length);
        assert_eq!(opened(&sealed(&text)), Ok(text), "{length}");
    }
}

#[test]
fn under_another_key_header_or_number_the_first_piece_does_not_open() {
    let sealed = sealed(b"text");
    assert_eq!(opened_with(&sealed, 2, HEADER, FILE), Err(Some(PieceError::First)));
    assert_eq!(opened_with(&sealed, 1, b"Header\n", FILE), Err(Some(PieceError::First)));
    assert_eq!(opened_with(&sealed, 1, HEADER, 8), Err(Some(PieceError::First)));
}

#[test]
fn a_text_cut_off_anywhere_is_cut() {
    let sealed = sealed(&text(2 * PIECE + 5));
    let boxes = boxes(&sealed);
    assert_eq!(boxes.len(), 3);
    let ends = boxes.iter().flat_map(|one| [one.start, one.start + 2, one.start + 4, one.start + 60, one.end - 1]);
    for end in ends.chain([boxes[0].end, boxes[1].end]) {
        assert!(matches!(opened(&sealed[..end]), Err(Some(PieceError::Cut(_)))), "{end}");
    }
}

#[test]
fn pieces_that_are_swapped_doubled_left_out_or_of_another_file_do_not_open() {
    let one = sealed(&text(3 * PIECE));
    let at = boxes(&one);
    let put = |order: &[usize]| order.iter().flat_map(|place| one[at[*place].clone()].to_vec()).collect::<Vec<_>>();
    assert_eq!(opened(&put(&[0, 1, 2])), Ok(text(3 * PIECE)));
    assert_eq!(opened(&put(&[1, 0, 2])), Err(Some(PieceError::First)));
    assert_eq!(opened(&put(&[0, 2])), Err(Some(PieceError::Changed(1))));
    assert_eq!(opened(&put(&[0, 0, 1, 2])), Err(Some(PieceError::Changed(1))));
    assert_eq!(opened(&put(&[0, 1, 2, 2])), Err(Some(PieceError::Longer)));
    assert_eq!(opened(&[&one[..], b"x"].concat()), Err(Some(PieceError::Cut(2))));
}

#[test]
fn no_bit_of_it_may_change() {
    let one = sealed(&text(300));
    for place in 0..one.len() {
        let mut changed = one.clone();
        changed[place] ^= 1 << (place % 8);
        assert!(matches!(opened(&changed), Err(Some(_))), "{place}");
    }
}

#[test]
fn without_its_end_it_is_no_text() {
    let mut written = Vec::new();
    let mut pieces = SealPieces::begin(&mut written, &key(1), HEADER, FILE, Random::seeded(b"pieces")).unwrap();
    pieces.write_all(&text(PIECE + 1)).unwrap();
    drop(pieces);
    assert_eq!(opened(&written), Err(Some(PieceError::Cut(0))));
}
