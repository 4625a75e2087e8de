/// The rows that a list of ids chooses for pruning or skipping, in the way of the EmbedLens release (arXiv 2603.00510).
///
/// Beside ids the list may hold −1 and −2, which turn it round. They do not mean the same in both.
package struct TargetChoice: Sendable, Equatable {
  /// The numbers that are no ids.
  package enum Control: Int, Sendable { case others = -1, onlyMembers = -2 }

  package let ids: Set<Int>

  /// Ids, −1 and −2.
  package init(_ ids: [Int]) { self.ids = Set(ids) }

  private func holds(_ control: Control) -> Bool { ids.contains(control.rawValue) }

  /// The rows to drop before layer 0, rising, of tokens with these nearest ids.
  ///
  /// Members of the ids. With −1 instead as many others, drawn at random (`seed`), at most all of them; all others when there is no member.
  /// With −2 instead all others, so that only members stay. −1 goes before −2.
  package func pruned(
    _ nearest: [[VisualProbe.Match]], depth: Int = TokenGroups.depth, seed: UInt64
  ) -> [Int] {
    let (members, others) = split(nearest, depth)
    if holds(.others) {
      return members.isEmpty ? others : Selection.drawn(members.count, of: others, seed: seed)
    }
    return holds(.onlyMembers) ? others : members
  }

  /// The rows that skip sublayers, rising. Members of the ids; with −1 all others, whatever their number.
  package func skipped(_ nearest: [[VisualProbe.Match]], depth: Int = TokenGroups.depth) -> [Int] {
    let (members, others) = split(nearest, depth)
    return holds(.others) ? others : members
  }

  private func split(_ nearest: [[VisualProbe.Match]], _ depth: Int) -> (members: [Int], others: [Int]) {
    let members = TokenGroups.members(of: ids, in: nearest, depth: depth)
    let isMember = Set(members)
    return (members, nearest.indices.filter { !isMember.contains($0) })
  }
}
