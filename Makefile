#   make run [PORT=8000]        the whole portal on this machine, as a demonstration
#   make test [ARGS="-k word"]  everything that must hold
#   make check                  format, lint, migrations, templates, deployment checks

.PHONY: run test check

run:
	@bin/run

test:
	@bin/test $(ARGS)

check:
	@bin/install requirements-dev.txt
	@bin/check
