#!/usr/bin/env ruby
# frozen_string_literal: true

# outline.rb: turn an indented outline into nested HTML lists, or back into text.
#
#   ruby outline.rb < outline.txt
#   ruby outline.rb --demo

require 'cgi'

# A node of an outline: its text, its children, and how it prints itself.
class Item
  include Enumerable

  attr_reader :text, :children

  def initialize(text)
    @text = text
    @children = []
  end

  def <<(child)
    children << child
    self
  end

  # Walk the tree, parents before children, yielding each item and its depth.
  def each(depth = 0, &block)
    return enum_for(:each, depth) unless block_given?

    yield self, depth
    children.each { |child| child.each(depth + 1, &block) }
  end

  def done? = text.start_with?('[x]')

  def to_html(indent = 0)
    pad = '  ' * indent
    label = inline(CGI.escapeHTML(text.sub(/\A\[[x ]\]\s*/, '')))
    label = "<s>#{label}</s>" if done?
    return "#{pad}<li>#{label}</li>\n" if children.empty?

    <<~HTML.gsub(/^(?=.)/, pad)
      <li>#{label}
        <ul>
      #{children.map { |child| child.to_html(2) }.join.chomp}
        </ul>
      </li>
    HTML
  end

  private

  RULES = {
    /\*(\S(?:.*?\S)?)\*/ => '<em>\1</em>',
    /`([^`]+)`/ => '<code>\1</code>',
    %r{\b(https?://[^\s<]+)} => '<a href="\1">\1</a>'
  }.freeze
  private_constant :RULES

  def inline(html)
    RULES.reduce(html) { |text, (pattern, replacement)| text.gsub(pattern, replacement) }
  end
end

module Outline
  class IndentationError < StandardError; end

  module_function

  # Lines indented by two spaces (or one tab) for every level.
  def parse(source)
    root = Item.new('')
    path = [root]
    source.each_line(chomp: true).with_index(1) do |line, number|
      next if line.strip.empty?

      lead, text = line.match(/\A(\s*)(?:[-*]\s+)?(.*)\z/).captures
      depth = lead.gsub("\t", '  ').length / 2
      if depth >= path.length
        raise IndentationError, "line #{number}: indented by #{depth}, at most #{path.length - 1} possible"
      end

      item = Item.new(text)
      path[depth] << item
      path[(depth + 1)..] = [item]
    end
    root.children
  end

  def statistics(items)
    all = items.flat_map { |item| item.each.to_a }
    depths = all.map(&:last).tally
    done, open = all.map(&:first).partition(&:done?)
    "#{all.size} items, #{done.size} done, #{open.size} open; per level: #{depths.sort.map { |d, n| "#{d}=>#{n}" }.join(', ')}"
  end
end

DEMO = <<~TEXT
  - Garden
    - [x] dig the *second* bed
    - [ ] sow peas & beans
      - soak them first, `18 °C`
  - Read
    - https://example.org/mosses?page=2&lang=en
TEXT

begin
  source = ARGV.delete('--demo') ? DEMO : ARGF.read
  items = Outline.parse(source)
  puts '<ul>', items.map { |item| item.to_html(1) }.join, '</ul>'
  warn Outline.statistics(items)
rescue Outline::IndentationError => e
  abort "outline: #{e.message}"
end
