-- What a user of Neovim sees of prosody-ls, driven by keys and commands. Run by neovim.sh in a copy of tests/editors/tree,
-- with the lines of the README as the user's configuration. Prints one line for each check; exit status 0 if all hold.
local tree = vim.fs.normalize(assert(vim.uv.cwd()))
local failures = 0

-- The test is a coroutine, so that between its steps the editor lives as it does for a person.
local test

local function wait(condition, milliseconds)
  local deadline = vim.uv.now() + (milliseconds or 10000)
  while not condition() do
    vim.uv.update_time()
    if vim.uv.now() > deadline then
      return false
    end
    vim.defer_fn(function()
      assert(coroutine.resume(test))
    end, 20)
    coroutine.yield()
  end
  return true
end

local function check(name, holds, detail)
  io.stdout:write(holds and 'ok   ' or 'FAIL ', name, not holds and detail and (': ' .. detail) or '', '\n')
  if not holds then
    failures = failures + 1
  end
  return holds
end

--- `seen` returns whether it is so, and what is there instead.
local function eventually(name, seen)
  wait(function()
    return (seen())
  end)
  local holds, instead = seen()
  return check(name, holds, type(instead) == 'string' and instead or vim.inspect(instead))
end

local function keys(typed)
  vim.api.nvim_input(typed)
end

local function edit(name)
  local buffer = vim.fn.bufadd(vim.fs.joinpath(tree, name))
  vim.bo[buffer].buflisted = true
  vim.api.nvim_win_set_buf(0, buffer)
  return buffer
end

--- Puts the cursor on the first character of a text.
local function at(text)
  vim.api.nvim_win_set_cursor(0, { 1, 0 })
  assert(vim.fn.search('\\V' .. text, 'cW') > 0, text)
  -- Let the editor notice: what follows a move, such as closing hover cards, comes before what we ask for next.
  wait(function()
    return false
  end, 40)
end

local function text(buffer)
  return table.concat(vim.api.nvim_buf_get_lines(buffer or 0, 0, -1, false), '\n')
end

local function contains(all, ...)
  for _, part in ipairs({ ... }) do
    if not all:find(part, 1, true) then
      return false, all
    end
  end
  return true
end

--- Whether the editor shows a finding in that line whose message has those parts.
local function finding(buffer, line, ...)
  local all = {}
  for _, diagnostic in ipairs(vim.diagnostic.get(buffer)) do
    all[#all + 1] = ('%d: %s'):format(diagnostic.lnum + 1, diagnostic.message)
    if diagnostic.lnum + 1 == line and contains(diagnostic.message, ...) then
      return true
    end
  end
  return false, all
end

local function cursor_is_in(file, line)
  local name = vim.fs.relpath(tree, vim.api.nvim_buf_get_name(0)) or vim.api.nvim_buf_get_name(0)
  local there = ('%s:%d'):format(name, vim.api.nvim_win_get_cursor(0)[1])
  return there == ('%s:%d'):format(file, line), there
end

local function floating()
  for _, window in ipairs(vim.api.nvim_list_wins()) do
    if vim.api.nvim_win_get_config(window).relative ~= '' then
      return text(vim.api.nvim_win_get_buf(window))
    end
  end
  return ''
end

local function view(name)
  local buffer = vim.fn.bufnr('prosody-ls://' .. name)
  return buffer ~= -1 and text(buffer) or ''
end

-- What was said, and what is chosen from menus.
local said, chosen, menu = {}, nil, {}
vim.notify = function(message)
  said[#said + 1] = message
end
vim.ui.select = function(items, options, take)
  menu = vim.tbl_map(options.format_item or tostring, items)
  for index, item in ipairs(items) do
    if menu[index]:find(chosen, 1, true) then
      return take(item, index)
    end
  end
  take(nil)
end

local function findings_and_fixes()
  local network = edit('core/network.cfg.lua')
  eventually('a misspelt option is found', function()
    return finding(network, 3, 'nothing reads an option `s2s_require_encrpytion`', 'Did you mean `s2s_require_encryption`?')
  end)
  at('s2s_require_encrpytion')
  chosen = 's2s_require_encryption'
  keys('gra')
  eventually('its fix is offered and applied', function()
    return contains(text(network), '\ns2s_require_encryption = true')
  end)
  eventually('and the finding goes', function()
    return #vim.diagnostic.get(network) == 0, vim.diagnostic.get(network)
  end)
  local host = edit('hosts/example.org.cfg.lua')
  eventually('a wrong type is found in a file of another layer', function()
    return finding(host, 3, '`allow_registration` takes true or false, not "yes"')
  end)
end

local function navigation()
  edit('prosody.cfg.lua')
  at('archive_expires_after')
  vim.lsp.buf.hover()
  eventually('hover shows the value in effect, where it comes from and the XEP', function()
    return contains(floating(), '"1y"', 'production.cfg.lua', 'https://xmpp.org/extensions/xep-0313.html')
  end)
  vim.cmd('silent! fclose!')
  at('archive_expires_after')
  vim.lsp.buf.definition({
    on_list = function(list)
      vim.fn.setqflist({}, ' ', list)
      vim.cmd.cfirst()
    end,
  })
  eventually('definition goes to the file that wins', function()
    return cursor_is_in('environments/production.cfg.lua', 2)
  end)
  edit('hosts/example.org.cfg.lua')
  keys('gO')
  eventually('the outline has the hosts', function()
    local titles = vim.tbl_map(function(item)
      return item.text
    end, vim.fn.getloclist(0))
    return contains(table.concat(titles, '\n'), 'example.org', 'rooms.example.org')
  end)
  vim.cmd('silent! lclose')

  local host, found = edit('hosts/example.org.cfg.lua'), {}
  at('example.org')
  vim.lsp.buf.references(nil, {
    on_list = function(list)
      found = vim.tbl_map(function(item)
        return ('%s:%d'):format(vim.fs.relpath(tree, item.filename), item.lnum)
      end, list.items)
    end,
  })
  eventually('references of a host are found in addresses of other files', function()
    return vim.deep_equal(found, { 'hosts/example.org.cfg.lua:1', 'prosody.cfg.lua:4' }), found
  end)
  local entry = vim.fn.bufnr('prosody.cfg.lua')
  local function is_everywhere(name)
    return function()
      return contains(text(host) .. text(entry), ('VirtualHost "%s"'):format(name), ('"admin@%s"'):format(name))
    end
  end
  vim.lsp.buf.rename('example.net')
  eventually('a host is renamed in all of them', is_everywhere('example.net'))
  -- Changes of buffers that are not shown reach the server a moment later.
  wait(function()
    return false
  end, 400)
  vim.lsp.buf.rename('example.org')
  eventually('and back', is_everywhere('example.org'))
end

local function refactorings(client)
  local entry = edit('prosody.cfg.lua')
  at('"roster"')
  chosen = 'Sort the modules by name'
  keys('gra')
  eventually('a refactoring is offered and applied', function()
    return contains(text(entry), 'modules_enabled = { "disco"; "mam"; "register"; "roster"; "saslauth"; "tls" }')
  end)
  vim.cmd('silent undo')

  local host = edit('hosts/example.org.cfg.lua')
  at('Component')
  chosen = 'Put the section of rooms.example.org into hosts/rooms.example.org.cfg.lua'
  keys('gra')
  local moved = vim.fs.joinpath(tree, 'hosts/rooms.example.org.cfg.lua')
  eventually('another one puts a host into a file of its own', function()
    local there = vim.fn.bufnr(moved)
    return not text(host):find('Component', 1, true) and there ~= -1 and contains(text(there), 'Component "rooms.example.org" "muc"'),
      table.concat(menu, "\n")
  end)
  vim.cmd('silent bwipeout! ' .. vim.fn.fnameescape(moved))
  vim.fn.delete(moved)
  -- On Linux Neovim watches no files unless it is told to.
  client:notify('workspace/didChangeWatchedFiles', { changes = { { uri = vim.uri_from_fname(moved), type = 3 } } })
  vim.api.nvim_win_set_buf(0, host)
  vim.cmd('silent undo')
end

local function formatting()
  local host = edit('hosts/example.org.cfg.lua')
  local before = text(host)
  vim.api.nvim_buf_set_lines(host, 1, 2, false, { '  authentication="internal_hashed"', '' , '', '' })
  vim.lsp.buf.format()
  eventually('formatting lays out the file', function()
    return contains(text(host), '"example.org"\nauthentication = "internal_hashed"\n\nallow_registration'), text(host)
  end)
  vim.api.nvim_buf_set_lines(host, 0, -1, false, vim.split(before, '\n'))
end

--- The words that are shown between those of a buffer.
local function hints(buffer)
  local words = {}
  for _, item in ipairs(vim.lsp.inlay_hint.get({ bufnr = buffer })) do
    local label = item.inlay_hint.label
    for _, part in ipairs(type(label) == 'string' and { { value = label } } or label) do
      words[#words + 1] = part.value
    end
  end
  return table.concat(words, '\n')
end

local function shown()
  local entry = edit('prosody.cfg.lua')
  vim.lsp.codelens.refresh({ bufnr = entry })
  eventually('a line says by what an option is overridden', function()
    local titles = vim.tbl_map(function(lens)
      return lens.command and lens.command.title or ''
    end, vim.lsp.codelens.get(entry))
    return contains(table.concat(titles, '\n'), 'overridden by environments/production.cfg.lua:2')
  end)
  at('archive_expires_after')
  vim.lsp.codelens.run()
  eventually('and lists the place', function()
    local place = vim.fn.getqflist()[1]
    return place ~= nil and vim.fn.bufname(place.bufnr):find('environments/production.cfg.lua', 1, true) and place.lnum == 2, place
  end)
  vim.cmd.cclose()
  edit('prosody.cfg.lua')
  vim.lsp.inlay_hint.enable(true, { bufnr = entry })
  eventually('a hint shows the value that counts', function()
    return contains(hints(entry), '→ "1y" in environments/production.cfg.lua'), hints(entry)
  end)
end

local function unsaved_modules()
  vim.fn.mkdir('modules')
  vim.fn.writefile({ '-- Greets.' }, 'modules/mod_greeter.lua')
  local network = edit('core/network.cfg.lua')
  vim.api.nvim_buf_set_lines(network, -1, -1, false, { 'greeter_words = "hello"' })
  local unread = 'reads `greeter_words`'
  eventually('an option that nobody reads is found', function()
    return finding(network, 4, unread)
  end)
  local module = edit('modules/mod_greeter.lua')
  vim.api.nvim_buf_set_lines(module, -1, -1, false, { 'local words = module:get_option_string("greeter_words", "")' })
  eventually('not once a module reads it, though that is not saved', function()
    local found = finding(network, 4, unread)
    return not found, vim.diagnostic.get(network)
  end)
  check('about modules themselves nothing is said', #vim.diagnostic.get(module) == 0)
  vim.cmd('silent bwipeout!')
  vim.fn.delete('modules', 'rf')
  vim.api.nvim_buf_set_lines(network, -2, -1, false, {})
end

local function completion(client)
  local host = edit('hosts/example.org.cfg.lua')
  vim.o.completeopt = 'menuone,noselect'
  vim.lsp.completion.enable(true, client.id, host, { autotrigger = true })
  vim.api.nvim_win_set_cursor(0, { 3, 0 })
  keys('omodules_enabled = {<Space>"csi_si')
  wait(function()
    return vim.api.nvim_get_current_line():find('csi_si', 1, true) ~= nil
  end)
  keys('<C-x><C-o>')
  eventually('completion pops up', function()
    return vim.fn.pumvisible() == 1
  end)
  keys('<C-n><C-y>')
  eventually("and inserts the module's name", function()
    return contains(vim.api.nvim_get_current_line(), '"csi_simple'), vim.api.nvim_get_current_line()
  end)
  keys('<Esc>')
  wait(function()
    return vim.api.nvim_get_mode().mode == 'n'
  end)
end

local function same_text(client)
  local buffer = edit('hosts/example.org.cfg.lua')
  vim.api.nvim_buf_set_lines(buffer, 1, 1, false, { '\tlimits = { c2s = { rate = "10kb/s" } } -- ü 😀' })
  vim.api.nvim_buf_set_text(buffer, 1, 1, 1, 7, { 'limit', 's' })
  vim.cmd('normal! ggdd')
  vim.cmd('silent! undo')
  local answer = client:request_sync('prosody-ls/text', { textDocument = { uri = vim.uri_from_bufnr(buffer) } }, 5000, buffer)
  check("the server's text is the buffer's after edits", answer.result == text(buffer) .. '\n', vim.inspect(answer))
end

local function commands()
  local entry = edit('prosody.cfg.lua')
  vim.o.statusline = "%{v:lua.require('prosody_ls.status').line()}"
  local function status()
    return vim.api.nvim_eval_statusline(vim.o.statusline, { winid = vim.fn.bufwinid(entry) }).str
  end
  eventually('the status line has the profile and the version', function()
    return status() == 'production, Prosody 13.0', status()
  end)

  vim.lsp.inlay_hint.enable(true)
  eventually('a hint says what an assignment comes to', function()
    return contains(hints(entry), '"1y" in environments/production.cfg.lua'), hints(entry)
  end)

  at('archive_expires_after')
  vim.cmd('Prosody chain')
  eventually(':Prosody chain shows who sets it, who wins, and other profiles', function()
    return contains(view('chain'), 'archive_expires_after', '= "1y"', 'prosody.cfg.lua:5', 'overridden by 2',
      'environments/production.cfg.lua:2', 'effective', 'in staging, ', '"1d"')
  end)
  at('environments/production.cfg.lua')
  keys('<CR>')
  eventually('<CR> goes to an assignment', function()
    return cursor_is_in('environments/production.cfg.lua', 2)
  end)
  vim.cmd.only()

  edit('prosody.cfg.lua')
  vim.cmd('Prosody effective')
  eventually(':Prosody effective shows the tree as one file', function()
    return contains(view('effective/'), 'archive_expires_after = "1y"', 'VirtualHost "example.org"', 'Component "rooms.example.org" "muc"')
  end)
  check('it is Lua, and not to be edited', vim.bo.filetype == 'lua' and not vim.bo.modifiable)
  check('it is nobody\'s file', #vim.lsp.get_clients({ bufnr = 0 }) == 0)
  vim.api.nvim_buf_set_lines(vim.fn.bufnr('environments/production.cfg.lua'), 1, 2, false, { 'archive_expires_after = "2y"' })
  eventually('it follows edits of any file', function()
    return contains(view('effective/'), 'archive_expires_after = "2y"')
  end)

  vim.cmd.wincmd('p')
  chosen = 'staging'
  vim.cmd('Prosody profile')
  eventually(':Prosody profile changes what things mean', function()
    return contains(view('effective/'), 'archive_expires_after = "1d"')
  end)
  check('the menu marks the profile that was active', contains(table.concat(menu, '\n'), '* production', '  staging'))
  eventually('and the hint', function()
    return contains(hints(entry), '"1d" in environments/staging.cfg.lua'), hints(entry)
  end)
  eventually('and the status line', function()
    return status() == 'staging, Prosody 0.12', status()
  end)
  vim.cmd('Prosody effective rooms.example.org')
  eventually(':Prosody effective HOST leaves other hosts out', function()
    local seen = view('effective/rooms.example.org')
    return contains(seen, 'Component "rooms.example.org" "muc"') and not seen:find('VirtualHost', 1, true), seen
  end)
  vim.cmd.close()

  vim.cmd.wincmd('p')
  vim.cmd('Prosody graph')
  eventually(':Prosody graph shows the files and who loads them', function()
    return contains(view('graph'), 'Profile staging', 'includes core/network.cfg.lua', 'environments/production.cfg.lua', 'not loaded')
  end)
  vim.cmd.only()
  edit('hosts/example.org.cfg.lua')
  at('VirtualHost')
  said = {}
  vim.cmd('Prosody chain')
  eventually('where no option is, it says so', function()
    return said[1] == 'prosody-ls: no option under the cursor', said
  end)
  check('commands are completed', vim.deep_equal(vim.fn.getcompletion('Prosody e', 'cmdline'), { 'effective' }))
end

local function beside_others()
  vim.g.prosody_ls = { alone = true }
  -- A server of the name that is kept off, and its finding.
  local buffer = edit('hosts/example.org.cfg.lua')
  local function start()
    return vim.lsp.start({
      name = 'lua_ls',
      cmd = function()
        return {
          request = function(method, _, answer)
            answer(nil, method == 'initialize' and { capabilities = {} } or nil)
            return true, 1
          end,
          notify = function() end,
          is_closing = function() end,
          terminate = function() end,
        }
      end,
    })
  end
  local other = start()
  eventually('lua_ls is kept off, where that is wanted', function()
    return other ~= nil and not vim.lsp.buf_is_attached(buffer, other)
  end)
  edit('other.lua')
  start()
  wait(function()
    return vim.lsp.buf_is_attached(0, other)
  end, 500)
  check('but goes on serving other Lua', vim.lsp.buf_is_attached(0, other))
end

local function health(client)
  vim.cmd.only()
  vim.cmd('checkhealth prosody_ls')
  eventually(':checkhealth prosody_ls is content', function()
    local report = text()
    return contains(report, 'prosody-ls 0.', 'serves ', tree) and not report:find('ERROR', 1, true), report
  end)
  vim.cmd('silent! bdelete')
  vim.cmd('help prosody_ls-setup')
  check('there is help', vim.bo.filetype == 'help' and vim.api.nvim_buf_get_name(0):find('prosody_ls.txt', 1, true) ~= nil)
  vim.cmd('silent! bdelete')

  edit('hosts/example.org.cfg.lua')
  vim.cmd('Prosody restart')
  eventually(':Prosody restart starts another server', function()
    local now = vim.lsp.get_clients({ bufnr = 0, name = 'prosody_ls' })[1]
    return now ~= nil and now.id ~= client.id and now.initialized
  end)
  local now = vim.lsp.get_clients({ bufnr = 0, name = 'prosody_ls' })[1]
  now:stop()
  eventually('the server stops when it is told to', function()
    return now:is_stopped()
  end)
end

local function run()
  vim.o.hidden, vim.o.showmode, vim.o.shortmess = true, false, 'aAcCFIoOsStTW'
  edit('other.lua')
  check('other Lua files are left alone', not wait(function()
    return #vim.lsp.get_clients({ bufnr = 0 }) > 0
  end, 200))
  local network = edit('core/network.cfg.lua')
  local client
  eventually('the server attaches', function()
    client = vim.lsp.get_clients({ bufnr = network, name = 'prosody_ls' })[1]
    return client ~= nil and client.initialized, vim.lsp.get_clients()
  end)
  check('the folder is the one with prosody-ls.toml', client.root_dir == tree, client.root_dir)
  check('the filetype stays lua', vim.bo.filetype == 'lua', vim.bo.filetype)
  check('a copy with another ending is Lua too', vim.filetype.match({ filename = 'prosody.cfg.lua.dist' }) == 'lua')
  findings_and_fixes()
  navigation()
  refactorings(client)
  formatting()
  shown()
  unsaved_modules()
  completion(client)
  same_text(client)
  commands()
  beside_others()
  health(client)
end

test = coroutine.create(function()
  local done, message = xpcall(run, debug.traceback)
  check('the test itself', done, message)
  vim.cmd('cquit ' .. (failures == 0 and 0 or 1))
end)
vim.schedule(function()
  assert(coroutine.resume(test))
end)
