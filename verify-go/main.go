// Command verify-go checks proofs, checkpoints and whole logs of Azukari with code that Azukari's authors did not write:
// the Merkle trees and signed notes are those of golang.org/x/mod/sumdb (Debian: golang-golang-x-mod-dev).
//
//	verify-go KEY proof FILE...            each .tlog-proof proves its record, which is printed
//	verify-go KEY refuse FILE...           each .tlog-proof is refused
//	verify-go KEY consistency OLD NEW PATH the checkpoint OLD is the beginning of the checkpoint NEW
//	verify-go KEY log FOLDER               checkpoint, tiles and entry bundles below the folder fit together
//	verify-go KEY negative FOLDER          notes and paths that are nearly right are judged as their files say
//	verify-go KEY site URL ACT...          a running server: its whole log as it is served, and the proof of each of these acts
//
// KEY is a verifier key (name+hash+base64) or a file that holds one. What the files mean: docs/formats.md.
package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "verify-go:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) < 3 {
		return errors.New("usage: verify-go KEY proof|refuse|consistency|log|negative|site FILE...")
	}
	key := args[0]
	if text, err := os.ReadFile(key); err == nil {
		key = strings.TrimSpace(string(text))
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		return err
	}
	command, files := args[1], args[2:]
	switch command {
	case "proof", "refuse":
		for _, file := range files {
			says, err := proof(file, verifier)
			if command == "proof" && err != nil {
				return fmt.Errorf("%s: %w", file, err)
			}
			if command == "refuse" && err == nil {
				return fmt.Errorf("%s: should have been refused, but proves %s", file, says)
			}
			if command == "refuse" {
				says = "refused: " + err.Error()
			}
			fmt.Printf("%s: %s\n", filepath.Base(file), says)
		}
		return nil
	case "consistency":
		if len(files) != 3 {
			return errors.New("usage: verify-go KEY consistency OLD NEW PATH")
		}
		return consistency(files[0], files[1], files[2], verifier)
	case "log":
		return wholeLog(folder(files[0]), verifier)
	case "negative":
		return negative(files[0], verifier)
	case "site":
		return wholeSite(site(files[0]), files[1:], verifier)
	}
	return fmt.Errorf("no command %q", command)
}

// checkpoint believes a note of origin, size and root, signed under the log's own name.
func checkpoint(text []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("not a checkpoint of this log")
	}
	for _, line := range lines[:len(lines)-1] {
		if line == "" {
			return tlog.Tree{}, errors.New("an empty line in the checkpoint")
		}
	}
	// x/mod reads base64 in spellings that the formats do not have.
	for _, signature := range append(opened.Sigs, opened.UnverifiedSigs...) {
		if _, err := canonical(signature.Base64); err != nil {
			return tlog.Tree{}, err
		}
	}
	if _, err := canonical(lines[2]); err != nil {
		return tlog.Tree{}, err
	}
	size, err := decimal(lines[1])
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// canonical reads base64 in its one spelling.
func canonical(text string) ([]byte, error) {
	raw, err := base64.StdEncoding.Strict().DecodeString(text)
	if err != nil || base64.StdEncoding.EncodeToString(raw) != text {
		return nil, errors.New("base64 in another spelling")
	}
	return raw, nil
}

func decimal(text string) (int64, error) {
	number, err := strconv.ParseInt(text, 10, 64)
	if err != nil || number < 0 || strconv.FormatInt(number, 10) != text {
		return 0, fmt.Errorf("not a plain number: %q", text)
	}
	return number, nil
}

// proof checks a .tlog-proof and says what it proves.
func proof(file string, verifier note.Verifier) (string, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return "", err
	}
	return prove(text, verifier)
}

func prove(text []byte, verifier note.Verifier) (string, error) {
	head, signed, found := bytes.Cut(text, []byte("\n\n"))
	if !found {
		return "", errors.New("no checkpoint")
	}
	lines := strings.Split(string(head), "\n")
	if len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return "", errors.New("not a tlog-proof with an extra line")
	}
	extra, err := base64.StdEncoding.Strict().DecodeString(strings.TrimPrefix(lines[1], "extra "))
	if err != nil {
		return "", fmt.Errorf("extra: %w", err)
	}
	entry, says, err := leaf(extra)
	if err != nil {
		return "", err
	}
	index, err := decimal(strings.TrimPrefix(lines[2], "index "))
	if err != nil {
		return "", err
	}
	var path tlog.RecordProof
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return "", err
		}
		path = append(path, hash)
	}
	tree, err := checkpoint(signed, verifier)
	if err != nil {
		return "", err
	}
	if index >= tree.N {
		return "", errors.New("the index is not in the tree")
	}
	if err := tlog.CheckRecord(path, tree.N, tree.Hash, index, tlog.RecordHash(entry)); err != nil {
		return "", err
	}
	return fmt.Sprintf("entry %d of %d is %s", index, tree.N, says), nil
}

// leaf computes the entry of the log from the extra line.
func leaf(extra []byte) (entry []byte, says string, err error) {
	if len(extra) < 1+8+32 {
		return nil, "", errors.New("extra: too short")
	}
	kind, sequence, rest := extra[0], extra[1:9], extra[9:]
	var commitment [32]byte
	switch kind {
	case 1:
		if len(rest) != 32 {
			return nil, "", errors.New("extra: not a commitment")
		}
		copy(commitment[:], rest)
		says = "closed: " + base64.StdEncoding.EncodeToString(rest)
	case 2:
		opening, record := rest[:32], rest[32:]
		length := make([]byte, 8)
		binary.BigEndian.PutUint64(length, uint64(len(record)))
		commitment = sha256.Sum256(bytes.Join([][]byte{[]byte("azukari/commitment/v1\x00"), opening, length, record}, nil))
		says = string(record)
	default:
		return nil, "", errors.New("extra: unknown form")
	}
	hash := sha256.Sum256(bytes.Join([][]byte{[]byte("azukari/leaf/v1\x00"), commitment[:], sequence}, nil))
	return append([]byte{1}, hash[:]...), says, nil
}

func consistency(old, new, path string, verifier note.Verifier) error {
	var trees [2]tlog.Tree
	for i, file := range []string{old, new} {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		if trees[i], err = checkpoint(text, verifier); err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	var hashes tlog.TreeProof
	for _, line := range strings.Fields(string(text)) {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		hashes = append(hashes, hash)
	}
	if err := tlog.CheckTree(hashes, trees[1].N, trees[1].Hash, trees[0].N, trees[0].Hash); err != nil {
		return err
	}
	fmt.Printf("the tree of %d is the beginning of the tree of %d\n", trees[0].N, trees[1].N)
	return nil
}

// source is where a log is read from.
type source interface {
	read(path string) ([]byte, error)
}

type folder string

func (dir folder) read(path string) ([]byte, error) {
	return os.ReadFile(filepath.Join(string(dir), path))
}

// tiles are read as C2SP names them: without the height that x/mod has in its paths.
type tiles struct{ source }

func (tiles) Height() int                         { return 8 }
func (tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}

func (from tiles) ReadTiles(wanted []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range wanted {
		data, err := from.read("tile/" + strings.TrimPrefix(tile.Path(), "tile/8/"))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// wholeLog checks every entry against the tiles, and these against the checkpoint.
func wholeLog(from source, verifier note.Verifier) error {
	text, err := from.read("checkpoint")
	if err != nil {
		return err
	}
	tree, err := checkpoint(text, verifier)
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tree, tiles{from})
	for start := int64(0); start < tree.N; start += 256 {
		width := tree.N - start
		if width > 256 {
			width = 256
		}
		// The paths of entry bundles are those of level 0.
		path := strings.TrimPrefix(tlog.Tile{H: 8, L: 0, N: start / 256, W: int(width)}.Path(), "tile/8/0/")
		bundle, err := from.read("tile/entries/" + path)
		if err != nil {
			return err
		}
		for index := start; index < start+width; index++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return fmt.Errorf("entry %d: bundle is cut", index)
			}
			length := int(binary.BigEndian.Uint16(bundle))
			entry := bundle[2 : 2+length]
			bundle = bundle[2+length:]
			stored, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
			if err != nil {
				return err
			}
			if stored[0] != tlog.RecordHash(entry) || length != 33 || entry[0] != 1 {
				return fmt.Errorf("entry %d: not what the tile says", index)
			}
		}
		if len(bundle) != 0 {
			return fmt.Errorf("bundle %d: more than it should hold", start/256)
		}
	}
	fmt.Printf("%d entries fit tiles and checkpoint\n", tree.N)
	return nil
}
