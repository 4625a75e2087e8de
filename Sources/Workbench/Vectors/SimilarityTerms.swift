import Basics
import Tensors

/// How two vectors are compared; or no comparing, for matrices that are pictures already.
package enum SimilarityMeasure: String, Sendable, CaseIterable {
  case cosine, dot, euclid, centred
  /// Layers of hidden states with each other, by centred kernel alignment.
  case alignment
  /// The numbers of a matrix as they are, such as attention.
  case values

  /// What a cell holds.
  package var unit: String {
    switch self {
    case .cosine: "cosine"
    case .dot: "dot product"
    case .euclid: "minus distance"
    case .centred: "centred cosine"
    case .alignment: "CKA"
    case .values: "value"
    }
  }

  /// What it means, in a sentence.
  package var definition: String {
    switch self {
    case .cosine: "cosine: the dot product of both vectors made length 1; −1…1."
    case .dot: "dot product: the sum of the products of their numbers."
    case .euclid: "minus distance: the distance in a straight line, negative so that nearer is larger."
    case .centred:
      "centred cosine: the cosine after the mean of the column vectors is taken off (Mu et al. 2018, arXiv 1702.01417)."
    case .alignment:
      "CKA: linear centred kernel alignment of two layers, 0…1 (Kornblith et al. 2019, arXiv 1905.00414)."
    case .values: "value: the numbers of the tensor as they are."
    }
  }

  /// How pairs of vectors are compared; nil for measures that are about something else.
  package var pairwise: Similarity? {
    switch self {
    case .cosine: .cosine
    case .dot: .dot
    case .euclid: .euclid
    case .centred: .centredCosine
    case .alignment, .values: nil
    }
  }
}

/// In which order rows and columns stand.
package enum SimilarityOrder: String, Sendable, CaseIterable {
  /// As in the text or tensor.
  case position
  /// Like beside like.
  case cluster
  /// The longest vectors first.
  case norm
}

/// A tensor by the file that it is in, and its name.
package struct TensorName: Sendable, Equatable {
  package var path: String
  /// Nil for the one that is most likely meant.
  package var name: String?

  package init(path: String, name: String? = nil) {
    self.path = path
    self.name = name
  }
}

/// A tensor that can be compared.
package struct TensorChoice: Sendable, Equatable {
  package var tensor: TensorName
  /// Its shape and type, in words.
  package var detail: String
}
