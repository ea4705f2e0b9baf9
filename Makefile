#   make run [PORT=8000]        the whole portal on this machine, as a demonstration
#   make test [ARGS="-k word"]  everything that must hold
#   make check                  format, lint, migrations, templates, deployment checks
#   make bench [SIZE=1m]        what it costs, measured, into bench/RESULTS.md (ARGS="--only engine");
#                               SIZE=1m, or ARGS="--only mixed_load attack": the long faults and attacks
#   make audit                  what Lighthouse, the Nu Html Checker and a crawl say of the pages
#   make mutants                do the tests of the statutory clock notice every small change?

.PHONY: run test check bench audit mutants

run:
	@bin/run

test:
	@bin/test $(ARGS)

check:
	@bin/install requirements-dev.txt
	@bin/check

bench:
	@bin/install requirements-dev.txt
	@bin/bench $(or $(SIZE),100k) $(ARGS)

audit:
	@bin/audit

mutants:
	@bin/install requirements-dev.txt
	@bin/mutants
