#!/usr/bin/env lua
-- life.lua: Conway's game of life on an unbounded board.
--
--   lua life.lua [GENERATIONS] [PATTERN]
--
-- Only living cells are stored, in a table keyed by one number that packs both
-- coordinates. Each generation, every living cell gives a point to its eight
-- neighbours; what has three points lives, and so does what has two and lived before.

local SPAN <const> = 1 << 20          -- room for a million rows and columns
local HALF <const> = SPAN >> 1

local Life = {}
Life.__index = Life

local function pack(x, y)
  return (y + HALF) * SPAN + (x + HALF)
end

local function unpack_key(key)
  return key % SPAN - HALF, key // SPAN - HALF
end

Life.patterns = {
  glider = [[
.O.
..O
OOO
]],
  blinker = "OOO",
  acorn = [[
.O.....
...O...
OO..OOO
]],
  gun = [[
........................O...........
......................O.O...........
............OO......OO............OO
...........O...O....OO............OO
OO........O.....O...OO..............
OO........O...O.OO....O.O...........
..........O.....O.......O...........
...........O...O....................
............OO......................
]],
}

--- Make a board from a drawing, in which every `O` is alive.
function Life.new(drawing)
  local self = setmetatable({ cells = {}, generation = 0 }, Life)
  local y = 0
  for line in (drawing .. "\n"):gmatch("(.-)\n") do
    for x = 1, #line do
      if line:sub(x, x) == "O" then
        self.cells[pack(x, y)] = true
      end
    end
    y = y + 1
  end
  return self
end

local OFFSETS = {}
for dy = -1, 1 do
  for dx = -1, 1 do
    if dx ~= 0 or dy ~= 0 then
      OFFSETS[#OFFSETS + 1] = dy * SPAN + dx
    end
  end
end

function Life:step()
  local points = {}
  for key in pairs(self.cells) do
    for i = 1, #OFFSETS do
      local neighbour = key + OFFSETS[i]
      points[neighbour] = (points[neighbour] or 0) + 1
    end
  end
  local next_cells = {}
  for key, n in pairs(points) do
    if n == 3 or (n == 2 and self.cells[key]) then
      next_cells[key] = true
    end
  end
  self.cells = next_cells
  self.generation = self.generation + 1
  return self
end

function Life:population()
  local n = 0
  for _ in pairs(self.cells) do n = n + 1 end
  return n
end

function Life:bounds()
  local left, right, top, bottom = math.huge, -math.huge, math.huge, -math.huge
  for key in pairs(self.cells) do
    local x, y = unpack_key(key)
    left, right = math.min(left, x), math.max(right, x)
    top, bottom = math.min(top, y), math.max(bottom, y)
  end
  return left, right, top, bottom
end

function Life:__tostring()
  if next(self.cells) == nil then return "(all dead)" end
  local left, right, top, bottom = self:bounds()
  local lines = {}
  for y = top, bottom do
    local row = {}
    for x = left, right do
      row[#row + 1] = self.cells[pack(x, y)] and "O" or "."
    end
    lines[#lines + 1] = table.concat(row)
  end
  return table.concat(lines, "\n")
end

local function main(generations, name)
  generations = math.tointeger(tonumber(generations or 12)) or error("how many generations?")
  local drawing = Life.patterns[name or "glider"]
  if not drawing then
    local names = {}
    for known in pairs(Life.patterns) do names[#names + 1] = known end
    table.sort(names)
    io.stderr:write(("no pattern '%s'; there are: %s\n"):format(name, table.concat(names, ", ")))
    os.exit(2)
  end
  local life = Life.new(drawing)
  for _ = 1, generations do life:step() end
  print(("generation %d, population %d"):format(life.generation, life:population()))
  print(life)
end

if ... == "life" then
  return Life                         -- loaded with require
end
main(...)
