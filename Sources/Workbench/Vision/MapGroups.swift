import Basics
import Lenses
import Patches

/// A word that a token reads as, and how near it is.
package typealias WordMatch = VisualProbe.Match

/// The state of each token of a picture.
package struct MapGroups: Sendable, Equatable {
  /// By token.
  package let states: [MapState]
  /// How many tokens are in more than one group; each has the state of the word that ranks best.
  package let overlap: Int
  /// What the groups are, and what is to be known of them.
  package let notes: [String]

  /// `nearest` are the words of each token, nearest first; of them count as many as the knob says, down to its threshold.
  init(_ nearest: [[WordMatch]], _ targets: MapTargets, _ knobs: Knobs) {
    let least = Float(knobs.number("threshold"))
    let counted = nearest.map { row in Array(row.prefix { $0.score >= least }) }
    let groups = TokenGroups(counted, sets: targets.sets, depth: knobs.integer("nearest"))
    states = groups.colours.map { $0.map { MapTargets.state(targets.sets[$0].name) } ?? .alive }
    overlap = groups.overlap.count
    notes =
      [targets.sentence]
      + (overlap > 0
        ? ["\(overlap) tokens are in more than one group; they have the colour of the nearer word."] : [])
  }

  /// By state, how many tokens.
  package var counts: [Int] {
    var counts = [Int](repeating: 0, count: MapState.allCases.count)
    for state in states { counts[state.rawValue] += 1 }
    return counts
  }

  /// The tokens of a state, rising.
  package func cells(_ state: MapState) -> [Int] { states.indices.filter { states[$0] == state } }
}

/// Words that make a group, and where they are from.
package struct MapTargets: Sendable, Equatable {
  package let sets: [TargetSet]
  /// Where they are from, in a sentence.
  package let sentence: String

  package init(_ sets: [TargetSet], _ sentence: String) { (self.sets, self.sentence) = (sets, sentence) }

  /// Reads `sink=1141,26673 dead=30296`, ids alone, or `llava-1.5`. Throws with the word that is neither.
  package init(_ words: String) throws(Trouble) {
    if words == "llava-1.5" {
      self.init(TargetSet.llava15, "Groups are the ids that are known for LLaVA-1.5-7B, and for no other model.")
      return
    }
    var sets: [TargetSet] = []
    for word in words.split(whereSeparator: { $0 == " " || $0 == ";" }) {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      let ids = (parts.last ?? "").split(separator: ",").map { Int($0) ?? -1 }
      guard !ids.isEmpty, ids.allSatisfy({ $0 >= 0 }) else {
        throw Trouble(
          .usage, at: .option("targets"), "“\(word)” names no ids",
          remedy: "Write sink=1141,26673 dead=30296, or llava-1.5")
      }
      sets.append(TargetSet(parts.count > 1 ? parts[0] : "unnamed", Set(ids)))
    }
    self.init(sets, "Groups are the ids that were given: \(words).")
  }

  /// The state of a set's tokens, by what its name holds.
  static func state(_ name: String) -> MapState {
    if name.contains("sink") { return .sink }
    return name.contains("dead") ? .dead : .unnamed
  }
}

/// Words that come back from picture to picture.
package struct MapRepeats: Sendable {
  /// As found under the settings that the method starts with.
  package let discovery: Discovery
  /// On what they were found, when that is not the pictures that are open.
  package let note: String?

  package init(_ discovery: Discovery, note: String? = nil) { (self.discovery, self.note) = (discovery, note) }

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
        Table.Column("sameness", key: "likeness", isNumeric: true), Table.Column("makes a token", key: "group"),
      ],
      rows: found.findings.map { finding in
        [
          .integer(finding.ids[0]), .text(album.word(finding.ids[0])), .share(finding.coverage),
          .share(finding.share), finding.likeness.map { .number($0, decimals: 4) } ?? .none,
          .text(names[finding.ids[0]] ?? "alive"),
        ]
      },
      footnotes: [
        targets?.sentence ?? found.sentence,
        "pictures: the share of pictures with a token whose nearest word it is. tokens: the mean share of such tokens. sameness: their mean cosine between different pictures; - where no two pictures have one.",
        "A word in at least \(Decimals.text(found.settings.coverage * 100, 0)) % of the pictures comes back; words of one direction (cosine above \(Decimals.text(found.settings.merging, 2))) are one set; the set with most tokens is dead, others above a sameness of \(Decimals.text(found.settings.likeness, 3)) are sinks. This way to find them is ours, from what the paper (arXiv 2603.00510) says of them.",
        album.label,
      ])
  }
}
