// Begins what the bench asked for: BENCH is {"survey": true}, {"bug": {…}} or {"changes": [{"kind", "salt"}, …]}.

if (BENCH.survey) survey();
if (BENCH.bug) plant(BENCH.bug);
if (BENCH.changes) change(BENCH.changes);
