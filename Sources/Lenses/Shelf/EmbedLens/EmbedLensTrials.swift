import Basics
import Lab
import Patches
import Tensors

/// What a person set for a row of their own in the table of trials.
struct EmbedLensTreatment: Sendable, Equatable {
  /// What is done to whom.
  let treatment: ReaderTreatment

  /// Reads `0.5, 1, 1.5` and which weights are cut. Throws with the word that is no sublayer of the reader.
  init(_ knobs: Knobs) throws(Trouble) {
    var found: [Sublayer] = []
    for word in knobs.text("skip").split(whereSeparator: { $0 == "," || $0 == " " }) {
      guard let sublayer = Double(word).flatMap(Sublayer.init), sublayer.layer < MicroReader.layers else {
        throw Trouble(
          .usage, at: .option("skip"), "“\(word)” is no sublayer",
          remedy: "Write 0, 0.5, 1 … \(MicroReader.layers - 1).5, with commas between")
      }
      found.append(sublayer)
    }
    let cut = knobs.text("cut")
    let cuts = ReadingPlan.Cut.allCases.filter { cut == "both" || cut == $0.rawValue }
    treatment = ReaderTreatment(
      knobs.isOn("others") ? .alive : .recurring, cuts.isEmpty ? .skipping(found) : .cutting(found, cuts))
  }
}

extension EmbedLensStudy {
  /// What the reader is asked where no answer is wanted, only its states.
  static let question = LabVocabulary.ids(of: SceneQuestion(.colour, answer: "").words)

  /// What a row of the table follows from: the models by what they say of themselves and some of their numbers, scenes, and what is done.
  private struct TrialKey: Hashable {
    var scenes: SceneTrial.Key
    var ids: Set<Int>
    var depth: Int
    /// Empty for the scenes themselves.
    var words = ""
  }

  /// Asks the reader under every treatment, and shows what there is on the way; nothing without a reader.
  mutating func tryTreatments(
    _ own: EmbedLensTreatment, _ subject: Subject, _ ticket: Ticket
  ) async throws(Trouble) {
    guard let model = ground.model, let reader = model.reader else { return }
    let ids = sets.reduce(into: Set<Int>()) { $0.formUnion($1.ids) }
    let (count, seed) = (knobs.integer("scenes"), UInt64(knobs.integer("seed")))
    let depth = knobs.integer("k")
    let key = TrialKey(scenes: SceneTrial.Key(model, count: count, seed: seed), ids: ids, depth: depth)
    let measure = try await subject.memory.value(for: key) { () throws(Trouble) in
      try ReaderMeasure(
        model.projector, reader, scenes: count, seed: seed, depth: depth, ids: ids, ticket.part(0..<0.1))
    }
    trialNote =
      "\(count) fresh scenes with a question each, seed \(seed); read by a \(reader.about.sentence)."
    let treatments = ReaderTreatment.catalogue + [own.treatment]
    for (index, treatment) in treatments.enumerated() {
      let start = 0.1 + 0.9 * Double(index) / Double(treatments.count)
      let part = ticket.part(start..<start + 0.9 / Double(treatments.count))
      var row = key
      row.words = treatment.words
      if let known = await subject.memory.recall(row, as: ReaderMeasure.Outcome.self) {
        trials.append(known)
      } else {
        let outcome = try await measure.outcome(of: treatment, part)
        await subject.memory.keep(outcome, for: row)
        trials.append(outcome)
      }
      subject.show(plate)
    }
  }
}
