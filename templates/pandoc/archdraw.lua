-- Draw code blocks of the class "archdraw", for pandoc and Quarto: PDF for LaTeX, SVG for pages, PNG for office files.
--   pandoc --lua-filter archdraw.lua paper.md -o paper.pdf
-- A block holds a spec, or names a file: ```{.archdraw file="net.yaml" width="3.25in" caption="LeNet-5"}
-- ARCHDRAW names the program where it is not on the PATH.

local program = os.getenv("ARCHDRAW") or "archdraw"
local formats = {
  latex = "pdf", beamer = "pdf", context = "pdf", docx = "png", odt = "png", pptx = "png", rtf = "png",
}
local kinds = { pdf = "application/pdf", png = "image/png", svg = "image/svg+xml" }
local single = { renderer = "--renderer", style = "--style", theme = "--theme", width = "--width", passes = "--pass" }
local several = { -- what separates the parts
  set = { "--set", "[^%s]+" }, expand = { "--expand", "[^,]+" }, ["input-shape"] = { "--input-shape", "[^,]+" },
}
local own = { file = "file", caption = "caption", alt = "alt", ["fig-cap"] = "caption", ["fig-alt"] = "alt" } -- two of Quarto's

-- Give the arguments of the program, and what the block says of itself. Only SVG follows its reader's theme.
local function asked(block, format)
  local found, said = {}, {}
  for key, value in pairs(block.attributes) do
    if key == "theme" and value == "auto" and format ~= "svg" then
      value = nil
    elseif single[key] then
      found[#found + 1] = { single[key], value }
    elseif several[key] then
      local option, part = table.unpack(several[key])
      for word in value:gmatch(part) do found[#found + 1] = { option, word:match("^%s*(.-)%s*$") } end
    elseif own[key] then
      said[own[key]] = value
    else
      error("archdraw: a figure has no '" .. key .. "'", 0)
    end
  end
  if said.file and block.text ~= "" then error("archdraw: a figure has a file or a content, not both", 0) end
  table.sort(found, function(a, b) return a[1] .. a[2] < b[1] .. b[2] end)
  local list = { "render", said.file or "-" }
  for _, pair in ipairs(found) do list[#list + 1] = pair[1]; list[#list + 1] = pair[2] end
  return list, said
end

function CodeBlock(block)
  if not block.classes:includes("archdraw") then return nil end
  local format = formats[FORMAT] or "svg"
  local list, said = asked(block, format)
  for _, word in ipairs({ "-f", format, "-o", "-" }) do list[#list + 1] = word end
  local ok, data = pcall(pandoc.pipe, program, list, block.text)
  if not ok then
    local told = type(data) == "table" and data.output or tostring(data)
    error("archdraw: a figure cannot be drawn " .. (told ~= "" and told or "(its message stands above)"), 0)
  end
  local name = "archdraw-" .. pandoc.utils.sha1(data):sub(1, 10) .. "." .. format
  pandoc.mediabag.insert(name, kinds[format], data)
  local words = said.caption and pandoc.read(said.caption, "markdown").blocks
  local alt = said.alt or words and pandoc.utils.stringify(pandoc.Div(words)) or "a network"
  local framed = words and pandoc.Figure -- pandoc 3
  local image = pandoc.Image({ pandoc.Str(alt) }, name, "", { id = framed and "" or block.identifier, class = "archdraw" })
  if not words then return pandoc.Para({ image }) end
  if #words == 1 and words[1].t == "Para" then words = { pandoc.Plain(words[1].content) } end
  if framed then return pandoc.Figure({ pandoc.Plain({ image }) }, { long = words }, { id = block.identifier }) end
  image.caption = words[1] and words[1].content or { pandoc.Str(said.caption) }
  image.title = "fig:"
  if said.alt then image.attributes.alt = said.alt end
  return pandoc.Para({ image })
end
