/// The views of the pane of visual tokens, in the order of their keys from 1.
package enum MapTab: Int, Sendable, CaseIterable {
  case map, album, words, alike, layers, path, repeats, rules, reader

  /// What the row of views says.
  package var title: String {
    switch self {
    case .map: "map"
    case .album: "pictures"
    case .words: "words"
    case .alike: "alike"
    case .layers: "layers"
    case .path: "path"
    case .repeats: "repeats"
    case .rules: "rules"
    case .reader: "reader"
    }
  }

  /// What a person sees there.
  package var purpose: String {
    switch self {
    case .map: "the picture under its tokens"
    case .album: "all pictures side by side"
    case .words: "every token with its nearest words"
    case .alike: "how alike the tokens are, sorted by group"
    case .layers: "how long the vectors are, layer by layer"
    case .path: "one token on its way through the layers"
    case .repeats: "the words that tokens of every picture read as"
    case .rules: "two rules that choose tokens, side by side"
    case .reader: "what a reader still answers without some tokens"
    }
  }
}

extension MapTab {
  /// The knobs that change something there, by their keys.
  var knobs: Set<String> {
    switch self {
    case .rules: ["keep", "seed", "nearest", "threshold"]
    case .reader: ["nearest", "coverage", "sameness", "targets", "seed"]
    default: ["nearest", "threshold", "coverage", "sameness", "targets"]
    }
  }
}

/// What the colours of the map mean.
package enum MapScore: String, Sendable, CaseIterable {
  case states, norm, attention, likeness, nearest, vector

  /// As the legend names it.
  package var title: String {
    switch self {
    case .states: "state"
    case .norm: "length of the vector"
    case .attention: "attention received"
    case .likeness: "cosine with the chosen token"
    case .nearest: "cosine with the nearest word"
    case .vector: "cosine with the vector brought"
    }
  }

  /// What the numbers are, in a sentence.
  package var definition: String {
    switch self {
    case .states: "The state of each token, from its nearest words."
    case .norm: "The length (L2) of each token's vector."
    case .attention:
      "How much the rows of this layer's attention look at each token: the mean over heads and rows, so all rows together give 1."
    case .likeness: "The cosine of each token's vector with that of the chosen token."
    case .nearest: "The cosine of each token's vector with that of the word nearest to it."
    case .vector: "The cosine of each token's vector with the vector that was brought."
    }
  }

  /// How many decimals its numbers are written with.
  package var decimals: Int { self == .attention ? 4 : 2 }
}
