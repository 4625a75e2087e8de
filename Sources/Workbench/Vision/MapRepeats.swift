import Basics
import Figures
import Lenses
import Patches

/// Words that come back from picture to picture.
package struct MapRepeats: Sendable {
  /// As found under the settings that the method starts with.
  package let discovery: Discovery
  /// On what they were found, when that is not the pictures that are open.
  package let note: String?

  package init(_ discovery: Discovery, note: String? = nil) {
    (self.discovery, self.note) = (discovery, note)
  }

  /// The same under the knobs.
  package func found(_ knobs: Knobs) -> Discovery {
    var settings = Discovery.Settings()
    settings.coverage = knobs.number("coverage")
    settings.likeness = knobs.number("sameness")
    return discovery.settled(settings)
  }
}

extension MapAlbum {
  /// The words that make groups under the knobs: those given, or else those found; nil where neither is there.
  package func targets(_ knobs: Knobs) -> MapTargets? {
    let given = knobs.text("targets")
    if !given.isEmpty { return try? MapTargets(given) }
    guard let repeats, repeats.discovery.pictures >= repeats.discovery.settings.pictures else { return nil }
    let found = repeats.found(knobs)
    let sentence = sentence(found)
    return MapTargets(found.targets, repeats.note.map { "\(sentence) \($0)" } ?? sentence)
  }

  /// What was found, with words for ids.
  private func sentence(_ found: Discovery) -> String {
    guard !found.sets.isEmpty else { return found.sentence }
    let sets = found.sets.map { set in
      "\(set.name.rawValue) “\(set.finding.ids.map(word).joined(separator: "”, “"))”"
    }
    let few = found.pictures < 8 ? " Fewer than 8 pictures make this uncertain." : ""
    return "Found over \(found.pictures) pictures: \(sets.joined(separator: ", ")).\(few)"
  }
}

extension MapReport {
  /// Which words come back, and what that makes them; nil where that is not known.
  package var repeats: Table? {
    guard let repeats = album.repeats else { return nil }
    let found = repeats.found(knobs)
    let names = found.sets.reduce(into: [Int: String]()) { names, set in
      for id in set.finding.ids { names[id] = set.name.rawValue }
    }
    return Table(
      title: "Words that tokens read as, over \(found.pictures) pictures",
      columns: [
        Table.Column("id", key: "id", isNumeric: true), Table.Column("word", key: "word"),
        Table.Column("pictures", key: "coverage", isNumeric: true),
        Table.Column("tokens", key: "share", isNumeric: true),
        Table.Column("sameness", key: "likeness", isNumeric: true),
        Table.Column("makes a token", key: "group"),
      ],
      rows: found.findings.map { row($0, names) },
      footnotes: [targets?.sentence ?? found.sentence, Self.repeatTerms, lines(found.settings), album.label])
  }

  private func row(_ finding: Discovery.Finding, _ names: [Int: String]) -> [Value] {
    let id = finding.ids[0]
    return [
      .integer(id), .text(album.word(id)), .share(finding.coverage), .share(finding.share),
      finding.likeness.map { .number($0, decimals: 4) } ?? .none, .text(names[id] ?? "alive"),
    ]
  }

  private static let repeatTerms =
    "pictures: the share of pictures with a token whose nearest word it is. tokens: the mean share of such tokens. sameness: their mean cosine between different pictures; - where no two pictures have one."

  /// Where lines are drawn.
  private func lines(_ settings: Discovery.Settings) -> String {
    let coverage = Decimals.text(settings.coverage * 100, 0)
    let (merging, likeness) = (Decimals.text(settings.merging, 2), Decimals.text(settings.likeness, 3))
    return
      "A word in at least \(coverage) % of the pictures comes back; words of one direction (cosine above \(merging)) are one set; "
      + "the set with most tokens is dead, others above a sameness of \(likeness) are sinks. "
      + "This way to find them is ours, from what the paper (arXiv 2603.00510) says of them."
  }
}
