-- SPDX-License-Identifier: Apache-2.0 WITH LLVM-exception
-- What a user of Neovim does, without the user: waits for the findings, takes a
-- quick fix on one of them, and saves. Prints what was seen, one JSON per line.

local patience = 120000

local function say(what)
  io.stdout:write(vim.fn.json_encode(what) .. '\n')
end

local function ours()
  return vim.tbl_filter(function(diagnostic)
    return vim.startswith(diagnostic.code or '', 'cpython-')
  end, vim.diagnostic.get(0))
end

local function find(code)
  for _, diagnostic in ipairs(ours()) do
    if diagnostic.code == code then
      return diagnostic
    end
  end
end

local wanted = vim.env.WANTED_CHECK
if not vim.wait(patience, function() return find(wanted) ~= nil end, 50) then
  say({ error = 'no finding of ' .. wanted })
  vim.cmd('cquit 1')
end
for _, diagnostic in ipairs(ours()) do
  say({ shown = diagnostic.code, line = diagnostic.lnum + 1 })
end

-- The menu of the fixes.
local chosen = false
vim.ui.select = function(items, options, on_choice)
  local titles = vim.tbl_map(options.format_item, items)
  say({ offered = titles })
  chosen = true
  on_choice(items[1], 1)
end
local finding = find(wanted)
vim.api.nvim_win_set_cursor(0, { finding.lnum + 1, finding.col })
local before = vim.fn.join(vim.fn.getline(1, '$'), '\n')
vim.lsp.buf.code_action()
local function changed()
  return vim.fn.join(vim.fn.getline(1, '$'), '\n') ~= before
end
if not vim.wait(patience, changed, 50) then
  say({ error = 'the fix changed nothing', asked = chosen })
  vim.cmd('cquit 1')
end
if not vim.wait(patience, function() return find(wanted) == nil end, 50) then
  say({ error = 'the finding is still shown' })
  vim.cmd('cquit 1')
end
vim.cmd('write')
say({ saved = vim.api.nvim_buf_get_name(0) })
vim.cmd('qall!')
