import Basics
import Tensors

/// Which words stand for visual tokens that come back in every picture, whatever it shows.
///
/// Of each token only its nearest id r₁ counts. Of an id v over M pictures: the coverage c is the share of pictures that have a token with r₁ = v; the share
/// p the mean over pictures of the part of tokens with r₁ = v; the likeness x the mean over pairs of different pictures of the mean cosine between their
/// v-tokens. Ids of high coverage come back; those that point the same way are one set. The set with the largest share is called dead, others of
/// high likeness sinks.
///
/// Example, two pictures: tokens of id 0 in both, half of all; c = 1, p = 0.5.
///
/// The EmbedLens release (arXiv 2603.00510) has ids for one model and no way to find them for another: this way is ours, from the properties
/// that its paper states.
package struct Discovery: Sendable {
  /// Where lines are drawn.
  package struct Settings: Sendable, Equatable {
    /// The least coverage of an id that comes back.
    package var coverage = 0.9
    /// The likeness above which a set is a sink.
    package var likeness = 0.99
    /// The cosine of mean directions above which two ids are one set.
    package var merging = 0.95
    /// With fewer pictures no set gets a name.
    package var pictures = 4

    package init() {}
  }

  /// One id, or ids that point the same way, over all pictures.
  package struct Finding: Sendable, Equatable {
    /// Rising.
    package var ids: [Int]
    /// c and p, 0…1.
    package var coverage: Double
    package var share: Double
    /// x, −1…1; nil when no two pictures have tokens of it.
    package var likeness: Double?
  }

  /// What a set that comes back is called.
  package enum Name: String, Sendable { case dead, sink, unnamed = "recurring" }

  /// How many pictures there were.
  package let pictures: Int
  package let settings: Settings
  /// By id that is nearest to any token, of high coverage first, then of large share, then the lower id.
  package let findings: [Finding]
  /// The sets that come back, of large share first, and their names; all unnamed when there are too few pictures.
  package let sets: [(finding: Finding, name: Name)]

  /// One picture: its tokens, and the id nearest to each.
  package struct Picture: Sendable {
    /// [n, width].
    package var tokens: Tensor
    package var nearest: [Int]

    package init(tokens: Tensor, nearest: [Int]) {
      precondition(tokens.size(0) == nearest.count, "every token has a nearest id")
      (self.tokens, self.nearest) = (tokens, nearest)
    }
  }

  private let sums: IDSums

  package init(_ pictures: [Picture], _ settings: Settings = Settings()) {
    let sums = IDSums(pictures)
    let findings = sums.ids.map { sums.finding([$0]) }
      .sorted { ($1.coverage, $1.share, $0.ids[0]) < ($0.coverage, $0.share, $1.ids[0]) }
    self.init(sums, findings, count: pictures.count, settings)
  }

  /// The same pictures with lines drawn elsewhere; costs only the ids that come back.
  package func settled(_ settings: Settings) -> Discovery {
    settings == self.settings ? self : Discovery(sums, findings, count: pictures, settings)
  }

  private init(_ sums: IDSums, _ findings: [Finding], count: Int, _ settings: Settings) {
    (self.sums, self.findings) = (sums, findings)
    let recurring = findings.filter { $0.coverage >= settings.coverage }.map { $0.ids[0] }
    let merged = sums.merged(recurring, above: settings.merging).map(sums.finding)
      .sorted { ($1.share, $0.ids[0]) < ($0.share, $1.ids[0]) }
    let isNamed = count >= settings.pictures
    sets = merged.enumerated().map { place, finding in
      if !isNamed { return (finding, .unnamed) }
      if place == 0 { return (finding, .dead) }
      return (finding, (finding.likeness ?? -1) > settings.likeness ? .sink : .unnamed)
    }
    pictures = count
    self.settings = settings
  }

  /// The sets for sorting tokens; sinks, like others, are one set by name.
  package var targets: [TargetSet] {
    [Name.dead, .sink, .unnamed].compactMap { name in
      let ids = sets.filter { $0.name == name }.flatMap(\.finding.ids)
      return ids.isEmpty ? nil : TargetSet(name.rawValue, Set(ids))
    }
  }

  /// What came of it, in a sentence, ids as they are.
  package var sentence: String { sentence { "\($0)" } }

  /// What came of it, in a sentence, ids by the words that they stand for.
  package func sentence(_ word: (Int) -> String) -> String {
    let count = "\(pictures) picture\(pictures == 1 ? "" : "s")"
    if pictures < settings.pictures {
      return
        "With \(count), fewer than \(settings.pictures), no group is named: what comes back cannot be told from what these show."
    }
    if sets.isEmpty {
      return
        "No id comes back in \(Decimals.text(settings.coverage, 2)) of \(count): every token counts as alive."
    }
    let words = sets.map { "\($0.name.rawValue) \($0.finding.ids.map(word).joined(separator: "+"))" }
    let few = pictures < 8 ? "; fewer than 8 pictures make this uncertain" : ""
    return "Over \(count): \(words.joined(separator: ", "))\(few)."
  }
}
