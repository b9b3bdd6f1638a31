# Sourced by ./test and .ci/run: runs named stages, each with a budget in seconds, and prints what each took.
#   stage "build" 600 tools/build dev
# A stage that fails, or takes more than its budget, fails the run at its end; later stages still run unless it was needed. The
# last lines of a failed stage are printed once more at the end, where they are found.
stage_report=()
stage_failures=0
stage_logs=$(mktemp -d "${TMPDIR:-/tmp}/plaza-stages-XXXXXX")
trap 'rm -rf "$stage_logs"' EXIT

stage() {
  local name=$1 budget=$2 start end took state=ok
  shift 2
  printf '\n=== %s (at most %ss)\n' "$name" "$budget"
  start=$(date +%s)
  if ! timeout --foreground --kill-after=20 "$((budget * 2))" "$@" > >(tee "$stage_logs/log") 2>&1; then
    state=FAILED
    stage_failures=$((stage_failures + 1))
    printf '\n--- the end of: %s\n%s\n' "$name" "$(tail -n 90 "$stage_logs/log")" >>"$stage_logs/failed"
  fi
  end=$(date +%s)
  took=$((end - start))
  if [ "$state" = ok ] && [ "$took" -gt "$budget" ]; then
    state="OVER BUDGET"
    stage_failures=$((stage_failures + 1))
  fi
  stage_report+=("$(printf '%-34s %5ss of %5ss  %s' "$name" "$took" "$budget" "$state")")
  [ "$state" != FAILED ]
}

stage_summary() {
  [ ! -e "$stage_logs/failed" ] || cat "$stage_logs/failed"
  printf '\n--- stages\n'
  printf '%s\n' "${stage_report[@]}"
  printf '%d passed, %d failed\n' "$((${#stage_report[@]} - stage_failures))" "$stage_failures"
  [ "$stage_failures" -eq 0 ]
}
