/** The completion scripts that shells load. Each calls the command itself to get the candidates. */

export const SHELLS = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof SHELLS)[number];

/**
 * Bash splits words at `:`, so it passes `s3://x` in pieces. The script takes the words from the line instead
 * (`read` without -r, so that a backslash keeps its space). It removes the text up to the last colon from the
 * candidates, and quotes them as bash does.
 */
const BASH = `# s3dex completion for bash: eval "$(s3dex completion bash)"
_s3dex() {
  local line=\${COMP_LINE:0:COMP_POINT} words current colon at
  read -a words <<<"$line"
  [[ $line == *[^\\\\][[:space:]] ]] && words+=('')
  current=\${words[\${#words[@]}-1]}
  mapfile -t COMPREPLY < <(s3dex __complete -- "\${words[@]:1}" 2>/dev/null)
  for at in "\${!COMPREPLY[@]}"; do printf -v "COMPREPLY[at]" %q "\${COMPREPLY[at]}"; done
  if [[ $current == *:* && $COMP_WORDBREAKS == *:* ]]; then
    printf -v colon %q "\${current%"\${current##*:}"}"
    COMPREPLY=("\${COMPREPLY[@]#"$colon"}")
  fi
  [[ \${#COMPREPLY[@]} -eq 1 && \${COMPREPLY[0]} == */ ]] && compopt -o nospace
  [[ \${#COMPREPLY[@]} -eq 0 && \${words[1]} == demo ]] && compopt -o default
}
complete -F _s3dex s3dex
`;

const ZSH = `#compdef s3dex
# s3dex completion for zsh: eval "$(s3dex completion zsh)"
_s3dex() {
  local -a found
  found=("\${(@f)$(s3dex __complete -- "\${(@Q)words[2,CURRENT]}" 2>/dev/null)}")
  found=(\${found:#})
  if (( \${#found} == 0 )) && [[ \${words[2]} == demo ]]; then _files -/; return; fi
  compadd -S ' ' -- \${found:#*/}
  compadd -S '' -- \${(M)found:#*/}
}
compdef _s3dex s3dex
`;

const FISH = `# s3dex completion for fish: s3dex completion fish | source
complete -c s3dex -f
complete -c s3dex -n '__fish_seen_subcommand_from demo' -F
complete -c s3dex -a '(s3dex __complete -- (commandline -opc)[2..-1] (commandline -ct) 2>/dev/null)'
`;

export const COMPLETION_SCRIPTS: Record<Shell, string> = { bash: BASH, zsh: ZSH, fish: FISH };
