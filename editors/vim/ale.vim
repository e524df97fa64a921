" prosody-ls for ALE: serves *.cfg.lua, and no other Lua.

function! s:Executable(buffer) abort
  return get(g:, 'ale_lua_prosody_ls_executable', 'prosody-ls')
endfunction

function! s:Root(buffer) abort
  if bufname(a:buffer) !~# '\.cfg\.lua$'
    return ''
  endif
  for l:name in ['prosody-ls.toml', 'prosody.cfg.lua']
    let l:found = ale#path#FindNearestFile(a:buffer, l:name)
    if !empty(l:found)
      return fnamemodify(l:found, ':h')
    endif
  endfor
  return fnamemodify(bufname(a:buffer), ':p:h')
endfunction

call ale#linter#Define('lua', {
\ 'name': 'prosody_ls',
\ 'lsp': 'stdio',
\ 'executable': function('s:Executable'),
\ 'command': '%e',
\ 'project_root': function('s:Root'),
\ 'lsp_config': {'prosody-ls': {}},
\})

" Other linters for Lua take options for undeclared globals.
augroup prosody_ls
  autocmd!
  autocmd BufRead,BufNewFile *.cfg.lua let b:ale_linters = ['prosody_ls']
augroup END
