#   make run [PORT=8000]        the whole portal on this machine, as a demonstration
#   make test [ARGS="-k word"]  everything that must hold
#   make check                  format, lint, migrations, templates, deployment checks
#   make mutants                do the tests of the statutory clock notice every small change?

.PHONY: run test check mutants

run:
	@bin/run

test:
	@bin/test $(ARGS)

check:
	@bin/install requirements-dev.txt
	@bin/check

mutants:
	@bin/install requirements-dev.txt
	@bin/mutants
