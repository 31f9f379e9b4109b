-- Draw code blocks of the class "archdraw", for pandoc and Quarto: PDF for LaTeX, SVG for pages, PNG for office files.
--   pandoc --lua-filter archdraw.lua paper.md -o paper.pdf
-- A block holds a spec, or names a file: ```{.archdraw file="net.yaml" width="3.25in" caption="LeNet-5"}
-- ARCHDRAW names the program where it is not on the PATH.

local program = os.getenv("ARCHDRAW") or "archdraw"
local formats = {
  latex = "pdf", beamer = "pdf", context = "pdf", docx = "png", odt = "png", pptx = "png", rtf = "png",
}
local kinds = { pdf = "application/pdf", png = "image/png", svg = "image/svg+xml" }
local single = { renderer = "--renderer", style = "--style", width = "--width", passes = "--pass" }
local several = { set = "--set", expand = "--expand", ["input-shape"] = "--input-shape" }
local known = { file = true, caption = true, alt = true }

local function arguments(block)
  local source, found = "-", {}
  if block.attributes.file then source = block.attributes.file end
  for key, value in pairs(block.attributes) do
    if single[key] then
      found[#found + 1] = { single[key], value }
    elseif several[key] then
      for word in value:gmatch("[^%s,]+") do found[#found + 1] = { several[key], word } end
    elseif not known[key] then
      error("archdraw: a figure has no '" .. key .. "'", 0)
    end
  end
  table.sort(found, function(a, b) return a[1] .. a[2] < b[1] .. b[2] end)
  local list = { "render", source }
  for _, pair in ipairs(found) do list[#list + 1] = pair[1]; list[#list + 1] = pair[2] end
  return list
end

function CodeBlock(block)
  if not block.classes:includes("archdraw") then return nil end
  local format = formats[FORMAT] or "svg"
  local list = arguments(block)
  for _, word in ipairs({ "-f", format, "-o", "-" }) do list[#list + 1] = word end
  local ok, data = pcall(pandoc.pipe, program, list, block.text)
  if not ok then
    local told = type(data) == "table" and data.output or tostring(data)
    error("archdraw: a figure cannot be drawn " .. (told ~= "" and told or "(its message stands above)"), 0)
  end
  local name = "archdraw-" .. pandoc.utils.sha1(data):sub(1, 10) .. "." .. format
  pandoc.mediabag.insert(name, kinds[format], data)
  local caption = block.attributes.caption
  local alt = block.attributes.alt or caption or "a network"
  local image = pandoc.Image({ pandoc.Str(alt) }, name, "", { id = pandoc.Figure and "" or block.identifier, class = "archdraw" })
  if not caption then return pandoc.Para({ image }) end
  local words = pandoc.read(caption, "markdown").blocks
  if pandoc.Figure then return pandoc.Figure({ pandoc.Plain({ image }) }, { long = words }, { id = block.identifier }) end
  image.caption = words[1] and words[1].content or { pandoc.Str(caption) }
  image.title = "fig:"
  return pandoc.Para({ image })
end
