#include <catch.hpp>
#include <wumei/audit/impl/archive.ipp>
#include <wumei/audit/proof.hpp>

#include <boost/archive/binary_iarchive.hpp>
#include <boost/archive/binary_oarchive.hpp>

#include <bit>
#include <map>
#include <sstream>

namespace wumei::audit {
namespace {

/// The definition of RFC 6962, section 2.1, word for word: the oracle of these tests.
Digest head_by_definition(Sha256& sha, std::span<const std::string> leaves) {
  if (leaves.empty()) return sha.digest("");
  if (leaves.size() == 1) return leaf_hash(sha, leaves[0]);
  const std::size_t split = std::bit_floor(leaves.size() - 1);
  const Digest left = head_by_definition(sha, leaves.first(split));
  return node_hash(sha, left, head_by_definition(sha, leaves.subspan(split)));
}

const std::vector<std::string> rfc_leaves{from_hex(""),
                                          from_hex("00"),
                                          from_hex("10"),
                                          from_hex("2021"),
                                          from_hex("3031"),
                                          from_hex("40414243"),
                                          from_hex("5051525354555657"),
                                          from_hex("606162636465666768696a6b6c6d6e6f")};

std::vector<std::string> numbered_leaves(int count) {
  std::vector<std::string> leaves;
  for (int i = 0; i < count; ++i) leaves.push_back("leaf " + std::to_string(i));
  return leaves;
}

HashReader reader_of(const std::vector<std::string>& leaves) {
  return {[](int, std::int64_t) { return std::optional<std::string>(); },
          [&leaves](std::int64_t index) { return leaves.at(static_cast<std::size_t>(index)); }};
}

Digest hex(std::string_view text) { return Digest::from_bytes(from_hex(text)); }

TEST_CASE("the tree has the roots of the Certificate Transparency vectors", "[audit]") {
  // google/certificate-transparency merkle_tree_test.cc; transparency-dev/merkle.
  const std::vector<std::string_view> roots{
      "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
      "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
      "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
      "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
      "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
      "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
      "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
      "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  Tree tree;

  for (std::size_t size = 0; size < roots.size(); ++size) {
    CHECK(to_hex(tree.root().bytes()) == roots[size]);
    if (size < rfc_leaves.size()) tree.append(rfc_leaves[size]);
  }
}

TEST_CASE("a leaf and a node hash as the vectors say", "[audit]") {
  Sha256 sha;

  CHECK(leaf_hash(sha, "L123456") ==
        hex("395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"));
  // Golang's tlog node vector over short strings shows that the prefix byte is 1.
  CHECK(sha.digest("\x01" "N123N456") ==
        hex("aa217fe888e47007fa15edab33c2b492a722cb106c64667fc2b044444de66bbb"));
}

TEST_CASE("proofs are those of the published vectors", "[audit]") {
  const Digest l1 = hex("96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7");
  const Digest l4 = hex("bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b");
  const Digest l6 = hex("b08693ec2e721597130641e8211e7eedccb4c26413963eee6c1e2ed16ffb1a5f");
  const Digest n23 = hex("5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e");
  const Digest n45 = hex("0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a");
  const Digest n67 = hex("ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0");
  const Digest n4to7 = hex("6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4");
  const HashReader log = reader_of(rfc_leaves);
  using Path = std::vector<Digest>;

  CHECK(inclusion_proof(log, 0, 1).empty());
  CHECK(inclusion_proof(log, 0, 8) == Path{l1, n23, n4to7});
  CHECK(inclusion_proof(log, 5, 8) == Path{l4, n67, root_at(log, 4)});
  CHECK(inclusion_proof(log, 2, 3) == Path{root_at(log, 2)});
  CHECK(inclusion_proof(log, 1, 5) == Path{root_at(log, 1), n23, l4});
  CHECK(consistency_proof(log, 1, 1).empty());
  CHECK(consistency_proof(log, 1, 8) == Path{l1, n23, n4to7});
  CHECK(consistency_proof(log, 6, 8) == Path{n45, n67, root_at(log, 4)});
  CHECK(consistency_proof(log, 2, 5) == Path{n23, l4});
  CHECK(consistency_proof(log, 6, 7) == Path{n45, l6, root_at(log, 4)});
}

TEST_CASE("every proof up to 40 leaves verifies, and under no other index or size", "[audit]") {
  const std::vector<std::string> leaves = numbered_leaves(40);
  const HashReader log = reader_of(leaves);
  Sha256 sha;
  int wrong = 0;

  for (std::int64_t size = 1; size <= 40; ++size) {
    const TreeHead head{size, head_by_definition(
                                  sha, std::span(leaves).first(static_cast<std::size_t>(size)))};
    REQUIRE(root_at(log, size) == head.root);
    for (std::int64_t index = 0; index < size; ++index) {
      const std::vector<Digest> path = inclusion_proof(log, index, size);
      const Digest leaf = leaf_hash(sha, leaves[static_cast<std::size_t>(index)]);
      wrong += verify_inclusion(leaf, index, head, path) ? 0 : 1;
      for (std::int64_t other = 0; other < size; ++other) {
        if (other != index && verify_inclusion(leaf, other, head, path)) ++wrong;
      }
      if (path.empty()) continue;
      const std::span shorter = std::span(path).first(path.size() - 1);
      wrong += verify_inclusion(leaf, index, head, shorter) ? 1 : 0;
    }
  }

  CHECK(wrong == 0);
}

TEST_CASE("every consistency proof up to 40 leaves verifies, and no truncated one", "[audit]") {
  const std::vector<std::string> leaves = numbered_leaves(40);
  const HashReader log = reader_of(leaves);
  int wrong = 0;

  for (std::int64_t newer = 1; newer <= 40; ++newer) {
    const TreeHead new_head{newer, root_at(log, newer)};
    for (std::int64_t older = 1; older <= newer; ++older) {
      const TreeHead old_head{older, root_at(log, older)};
      const std::vector<Digest> path = consistency_proof(log, older, newer);
      wrong += verify_consistency(old_head, new_head, path) ? 0 : 1;
      if (path.empty()) continue;
      const std::span shorter = std::span(path).first(path.size() - 1);
      wrong += verify_consistency(old_head, new_head, shorter) ? 1 : 0;
      wrong += verify_consistency({older, new_head.root}, new_head, path) ? 1 : 0;
    }
  }

  CHECK(wrong == 0);
}

TEST_CASE("the path of leaf 1 of 2 is refused as leaf 2 of 3", "[audit]") {
  const std::vector<std::string> leaves = numbered_leaves(3);
  const HashReader log = reader_of(leaves);
  Sha256 sha;
  const std::vector<Digest> path = inclusion_proof(log, 1, 2);

  CHECK(verify_inclusion(leaf_hash(sha, leaves[1]), 1, {2, root_at(log, 2)}, path));
  CHECK_FALSE(verify_inclusion(leaf_hash(sha, leaves[1]), 2, {3, root_at(log, 3)}, path));
}

TEST_CASE("leaves added together make the tree of leaves added one by one", "[audit]") {
  const std::vector<std::string> leaves = numbered_leaves(2'000);
  const std::vector<std::string_view> views(leaves.begin(), leaves.end());
  Tree singly;
  Tree together;

  for (std::size_t added = 0; added < views.size();) {
    const std::size_t count = std::min(views.size() - added - 1, added * 7 % 600);
    together.append_each(std::span(views).subspan(added, count));
    for (std::size_t i = 0; i < count; ++i) singly.append(views[added + i]);
    added += count;
    together.append(views[added]);
    singly.append(views[added]);
    ++added;
    CHECK(together.size() == singly.size());
    CHECK(together.root() == singly.root());
  }
  const std::vector<Tile> tiles = together.take_complete_tiles();
  const std::vector<Tile> expected = singly.take_complete_tiles();
  REQUIRE(tiles.size() == 7);
  REQUIRE(expected.size() == 7);
  for (std::size_t i = 0; i < tiles.size(); ++i) {
    CHECK(tiles[i].n == expected[i].n);
    CHECK(tiles[i].hashes == expected[i].hashes);
  }
  CHECK(together.edge_tiles().size() == 2);
}

TEST_CASE("an empty old log proves nothing", "[audit]") {
  Sha256 sha;
  const std::vector<std::string> leaves = numbered_leaves(3);
  const HashReader log = reader_of(leaves);

  CHECK_FALSE(verify_consistency({0, sha.digest("")}, {3, root_at(log, 3)}, {}));
  CHECK_FALSE(verify_consistency({0, sha.digest("")}, {0, sha.digest("")}, {}));
  CHECK_ERROR(consistency_proof(log, 0, 3), Errc::bad_input);
  CHECK_ERROR(inclusion_proof(log, 3, 3), Errc::bad_input);
}

TEST_CASE("tiles, the edge and the leaves give the same roots and proofs", "[audit]") {
  const std::vector<std::string> leaves = numbered_leaves(70'000);
  Tree tree;
  std::map<std::pair<int, std::int64_t>, std::string> tiles;
  for (const std::string& leaf : leaves) {
    tree.append(leaf);
    for (Tile& tile : tree.take_complete_tiles()) tiles[{tile.level, tile.n}] = tile.hashes;
  }
  int reads = 0;
  const HashReader log{[&](int level, std::int64_t n) -> std::optional<std::string> {
                         const auto found = tiles.find({level, n});
                         if (found == tiles.end()) return std::nullopt;
                         return found->second;
                       },
                       [&](std::int64_t index) {
                         ++reads;
                         return leaves.at(static_cast<std::size_t>(index));
                       }};
  Sha256 sha;

  CHECK(tiles.size() == 273 + 1);
  CHECK(root_at(log, 70'000) == tree.root());
  CHECK(root_at(log, 70'000) == head_by_definition(sha, leaves));
  const std::vector<Digest> path = inclusion_proof(log, 65'900, 70'000);
  CHECK(verify_inclusion(leaf_hash(sha, leaves[65'900]), 65'900, {70'000, tree.root()}, path));
  reads = 0;
  const std::vector<Tile> edge = edge_tiles(log, 70'000);
  CHECK(reads == 70'000 % 256);
  const std::vector<Tile> grown = tree.edge_tiles();
  REQUIRE(edge.size() == grown.size());
  for (std::size_t i = 0; i < edge.size(); ++i) {
    CHECK(edge[i].level == grown[i].level);
    CHECK(edge[i].n == grown[i].n);
    CHECK(edge[i].hashes == grown[i].hashes);
  }
  for (const Tile& tile : edge) tiles[{tile.level, tile.n}] = tile.hashes;
  reads = 0;
  CHECK(root_at(log, 70'000) == tree.root());
  CHECK(reads == 0);
}

TEST_CASE("a tree goes on after a snapshot, and a copy grows on its own", "[audit]") {
  Tree tree;
  for (int i = 0; i < 600; ++i) tree.append(std::to_string(i));
  static_cast<void>(tree.take_complete_tiles());
  std::stringstream bytes;
  boost::archive::binary_oarchive(bytes) << std::as_const(tree);
  Tree loaded;
  boost::archive::binary_iarchive(bytes) >> loaded;
  Tree copy = tree;
  const Digest before = tree.root();

  copy.append("other");

  CHECK(tree.root() == before);
  for (int i = 600; i < 800; ++i) {
    tree.append(std::to_string(i));
    loaded.append(std::to_string(i));
  }
  CHECK(loaded.root() == tree.root());
  const std::vector<Tile> tiles = tree.take_complete_tiles();
  const std::vector<Tile> loaded_tiles = loaded.take_complete_tiles();
  REQUIRE(tiles.size() == 1);
  REQUIRE(loaded_tiles.size() == 1);
  CHECK(tiles[0].n == 2);
  CHECK(loaded_tiles[0].hashes == tiles[0].hashes);
}

}  // namespace
}  // namespace wumei::audit
