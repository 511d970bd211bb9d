// Checks an exported tile folder and a proof with the note and tlog packages of golang.org/x/mod,
// which share nothing with wumei.
//
//	interop [-witness VKEY] [-request FILE -older NOTE] FOLDER VKEY PROOF...
//
// The folder's checkpoint must open under the key, and under the witness's too where one is given;
// every entry of the folder must be the one its tiles name; every proof must hold, and be the one
// that the tiles give; the folder must be consistent with each proof's checkpoint; a request to a
// witness must lead from the older note to its own. Ends with 1 at the first thing that does not hold.
package main

import (
	"crypto/ed25519"
	"encoding/base64"
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

// cosigner verifies C2SP cosignatures, a type of signature that x/mod leaves to its callers.
type cosigner struct {
	name string
	hash uint32
	key  ed25519.PublicKey
}

func newCosigner(vkey string) (note.Verifier, error) {
	name, rest, _ := strings.Cut(vkey, "+")
	id, data, _ := strings.Cut(rest, "+")
	hash, err := strconv.ParseUint(id, 16, 32)
	if err != nil {
		return nil, err
	}
	key, err := base64.StdEncoding.DecodeString(data)
	if err != nil || len(key) != 1+ed25519.PublicKeySize || key[0] != 4 {
		return nil, errors.New("not the key of a witness")
	}
	return cosigner{name, uint32(hash), key[1:]}, nil
}

func (c cosigner) Name() string    { return c.name }
func (c cosigner) KeyHash() uint32 { return c.hash }
func (c cosigner) Verify(text, sig []byte) bool {
	if len(sig) != 8+ed25519.SignatureSize {
		return false
	}
	head := fmt.Sprintf("cosignature/v1\ntime %d\n", binary.BigEndian.Uint64(sig))
	return ed25519.Verify(c.key, append([]byte(head), text...), sig[8:])
}

// openCheckpoint returns the tree that a note names which every one of the verifiers signed.
func openCheckpoint(text []byte, verifiers ...note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(text, note.VerifierList(verifiers...))
	if err != nil {
		return tlog.Tree{}, err
	}
	if len(opened.Sigs) != len(verifiers) {
		return tlog.Tree{}, fmt.Errorf("%d of %d signatures", len(opened.Sigs), len(verifiers))
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[3] != "" {
		return tlog.Tree{}, errors.New("a checkpoint has three lines")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := tlog.ParseHash(lines[2])
	return tlog.Tree{N: size, Hash: root}, err
}

// folder reads tiles where C2SP puts them: as Go does, but without the height in the path.
type folder string

func (f folder) Height() int { return tileHeight }

func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var data [][]byte
	for _, tile := range tiles {
		path := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		bytes, err := os.ReadFile(filepath.Join(string(f), path))
		if err != nil {
			return nil, err
		}
		data = append(data, bytes)
	}
	return data, nil
}

func (f folder) SaveTiles([]tlog.Tile, [][]byte) {}

// checkEntries holds every entry bundle against the leaf hashes of the tiles.
func checkEntries(dir string, tree tlog.Tree, hashes tlog.HashReader) error {
	for first := int64(0); first < tree.N; first += 256 {
		tile := tlog.Tile{H: tileHeight, L: -1, N: first / 256, W: int(min(256, tree.N-first))}
		path := strings.Replace(tile.Path(), "tile/8/data/", "tile/entries/", 1)
		bundle, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			return err
		}
		for index := first; index < first+int64(tile.W); index++ {
			if len(bundle) < 2 || len(bundle) < 2+int(binary.BigEndian.Uint16(bundle)) {
				return fmt.Errorf("%s ends inside entry %d", path, index)
			}
			length := 2 + int(binary.BigEndian.Uint16(bundle))
			found, err := hashes.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
			if err != nil {
				return err
			}
			if tlog.RecordHash(bundle[2:length]) != found[0] {
				return fmt.Errorf("entry %d is not the one that the tiles name", index)
			}
			bundle = bundle[length:]
		}
		if len(bundle) > 0 {
			return fmt.Errorf("%s goes on after its entries", path)
		}
	}
	return nil
}

type proof struct {
	leaf  []byte
	index int64
	path  tlog.RecordProof
	tree  tlog.Tree
}

func readProof(file string, verifier note.Verifier) (proof, error) {
	var p proof
	text, err := os.ReadFile(file)
	if err != nil {
		return p, err
	}
	head, checkpoint, found := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if !found || len(lines) < 3 || lines[0] != "c2sp.org/tlog-proof@v1" {
		return p, errors.New("not a tlog-proof with an entry")
	}
	extra, _ := strings.CutPrefix(lines[1], "extra ")
	if p.leaf, err = base64.StdEncoding.DecodeString(extra); err != nil {
		return p, err
	}
	number, _ := strings.CutPrefix(lines[2], "index ")
	if p.index, err = strconv.ParseInt(number, 10, 64); err != nil {
		return p, err
	}
	for _, line := range lines[3:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return p, err
		}
		p.path = append(p.path, hash)
	}
	p.tree, err = openCheckpoint([]byte(checkpoint), verifier)
	return p, err
}

// checkProof checks a proof by itself, then against what the tiles give.
func checkProof(p proof, tree tlog.Tree, hashes tlog.HashReader) error {
	leaf := tlog.RecordHash(p.leaf)
	if err := tlog.CheckRecord(p.path, p.tree.N, p.tree.Hash, p.index, leaf); err != nil {
		return err
	}
	path, err := tlog.ProveRecord(p.tree.N, p.index, hashes)
	if err != nil {
		return err
	}
	if !slices.Equal(path, p.path) {
		return errors.New("the tiles give another path")
	}
	consistency, err := tlog.ProveTree(tree.N, p.tree.N, hashes)
	if err != nil {
		return err
	}
	return tlog.CheckTree(consistency, tree.N, tree.Hash, p.tree.N, p.tree.Hash)
}

// checkRequest checks the body of an add-checkpoint request against the note that is known.
func checkRequest(file, older string, verifier note.Verifier) error {
	known, err := os.ReadFile(older)
	if err != nil {
		return err
	}
	old, err := openCheckpoint(known, verifier)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	head, checkpoint, _ := strings.Cut(string(text), "\n\n")
	lines := strings.Split(head, "\n")
	if lines[0] != fmt.Sprintf("old %d", old.N) {
		return fmt.Errorf("%s begins with %q", file, lines[0])
	}
	var path tlog.TreeProof
	for _, line := range lines[1:] {
		hash, err := tlog.ParseHash(line)
		if err != nil {
			return err
		}
		path = append(path, hash)
	}
	tree, err := openCheckpoint([]byte(checkpoint), verifier)
	if err != nil {
		return err
	}
	return tlog.CheckTree(path, tree.N, tree.Hash, old.N, old.Hash)
}

func run(dir, vkey, witness string, files []string) error {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return err
	}
	signers := []note.Verifier{verifier}
	if witness != "" {
		cosigner, err := newCosigner(witness)
		if err != nil {
			return err
		}
		signers = append(signers, cosigner)
	}
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	tree, err := openCheckpoint(text, signers...)
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tree, folder(dir))
	if err := checkEntries(dir, tree, hashes); err != nil {
		return err
	}
	for _, file := range files {
		p, err := readProof(file, verifier)
		if err == nil {
			err = checkProof(p, tree, hashes)
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
	}
	fmt.Printf("%d entries, %d proofs\n", tree.N, len(files))
	return nil
}

func main() {
	witness := flag.String("witness", "", "verifier key of a witness that cosigned the checkpoint")
	request := flag.String("request", "", "a request to a witness")
	older := flag.String("older", "", "the note that the request leads from")
	flag.Parse()
	if flag.NArg() < 2 {
		fmt.Fprintln(os.Stderr, "usage: interop [FLAGS] FOLDER VKEY PROOF...")
		os.Exit(2)
	}
	err := run(flag.Arg(0), flag.Arg(1), *witness, flag.Args()[2:])
	if err == nil && *request != "" {
		var verifier note.Verifier
		if verifier, err = note.NewVerifier(flag.Arg(1)); err == nil {
			err = checkRequest(*request, *older, verifier)
		}
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
