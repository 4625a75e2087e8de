/// What was worked out, in order, so that derivatives can be had by going back over it.
///
///     let tape = Tape()
///     let w = tape.variable(Tensor([1, 2, 3]))
///     let loss = (w * w).sum()
///     tape.gradients(of: loss, for: [w])[0].values      // 2, 4, 6
///
/// Reverse-mode differentiation: each step keeps its inputs and its result, and its `Rule` says what a change of the result owes to each input.
/// Source: S. Linnainmaa (1970); Griewank and Walther, "Evaluating Derivatives", 2nd edition (2008), DOI 10.1137/1.9780898717761, chapter 3.
/// A tape belongs to one task and holds every value until it goes; a new one is made for every step of a training.
package final class Tape {
  private struct Node {
    var value: Tensor
    var rule: Rule?
    var inputs: [Int]
    /// Whether a variable is behind it; nothing is handed back to what has none.
    var isLive: Bool
  }

  private var nodes: [Node] = []

  package init() {}

  /// A value whose gradient can be asked for.
  package func variable(_ value: Tensor) -> Variable {
    nodes.append(Node(value: value, rule: nil, inputs: [], isLive: true))
    return Variable(tape: self, index: nodes.count - 1)
  }

  /// A value that does not change.
  package func constant(_ value: Tensor) -> Variable {
    nodes.append(Node(value: value, rule: nil, inputs: [], isLive: false))
    return Variable(tape: self, index: nodes.count - 1)
  }

  /// The result of a rule, which is remembered with its inputs.
  package func record(_ rule: Rule, _ inputs: [Variable]) -> Variable {
    precondition(inputs.allSatisfy { $0.tape === self }, "the inputs of a rule are on one tape")
    let value = rule.apply(inputs.map(\.value))
    let isLive = inputs.contains { nodes[$0.index].isLive }
    nodes.append(Node(value: value, rule: isLive ? rule : nil, inputs: inputs.map(\.index), isLive: isLive))
    return Variable(tape: self, index: nodes.count - 1)
  }

  func value(_ index: Int) -> Tensor { nodes[index].value }

  /// By variable, how `loss`, one number, changes with each of its numbers; noughts where it does not.
  package func gradients(of loss: Variable, for variables: [Variable]) -> [Tensor] {
    precondition(loss.tape === self && loss.value.count == 1, "gradients are those of one number")
    return pullBack(loss, from: .ones(loss.value.shape.sizes), for: variables)
  }

  /// As above, for a result of any shape whose numbers weigh what `weights` says.
  package func pullBack(_ result: Variable, from weights: Tensor, for variables: [Variable]) -> [Tensor] {
    precondition(weights.shape == result.value.shape, "weights have the shape of the result")
    let wanted = Set(variables.map(\.index))
    var found: [Int: Tensor] = [:]
    var owed: [Int: Tensor] = [result.index: weights]
    for index in stride(from: result.index, through: 0, by: -1) {
      guard let gradient = owed.removeValue(forKey: index) else { continue }
      if wanted.contains(index) { found[index] = gradient }
      hand(gradient, back: nodes[index], &owed)
    }
    return variables.map { found[$0.index] ?? .zeros($0.value.shape.sizes) }
  }

  private func hand(_ gradient: Tensor, back node: Node, _ owed: inout [Int: Tensor]) {
    guard let rule = node.rule else { return }
    let inputs = node.inputs.map { nodes[$0].value }
    let isWanted = node.inputs.map { nodes[$0].isLive }
    let shares = rule.pull(
      Rule.Step(inputs: inputs, output: node.value, gradient: gradient, isWanted: isWanted))
    for (index, share) in zip(node.inputs, shares) where nodes[index].isLive {
      guard let share else { continue }
      // An input that was stretched gets the sum over what it was stretched to.
      let fitted = share.summed(to: nodes[index].value.shape)
      owed[index] = owed[index].map { $0 + fitted } ?? fitted
    }
  }
}

extension Tensor {
  /// Summed over the axes along which `target` would be stretched to this shape: the transpose of `broadcast(to:)`.
  package func summed(to target: Shape) -> Tensor {
    if shape == target { return self }
    let extra = rank - target.rank
    let stretched = (0..<target.rank).filter { target.sizes[$0] == 1 && shape.sizes[$0 + extra] != 1 }
    let axes = Array(0..<extra) + stretched.map { $0 + extra }
    return sum(over: axes, keeping: true).reshaped(target.sizes)
  }
}
