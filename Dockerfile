# syntax=docker/dockerfile:1
# Tags are named here so that a rebuild takes in the base's security updates. Where builds must be repeatable to
# the byte, put the digest that your registry shows behind each of them: python:3.11-slim@sha256:…

FROM python:3.11-slim AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /src
# What is built with: the locked build backend, in a place of its own that is left behind.
COPY requirements/runtime.lock requirements/
RUN python -m venv --without-pip /opt/dataops \
    && python -m pip --python /opt/dataops/bin/python install --require-hashes --only-binary :all: \
        -r requirements/runtime.lock
COPY pyproject.toml README.md LICENSE ./
COPY bots bots
COPY adapters adapters
COPY core core
COPY workflows workflows
# The lock holds the build backend too; it goes once the project is installed. Compiled once, the image starts
# quickly although nothing can be written to it.
RUN python -m pip --python /opt/dataops/bin/python install --no-deps --no-build-isolation --no-index . \
    && python -m pip --python /opt/dataops/bin/python uninstall --yes hatchling pathspec pluggy trove-classifiers \
    && /opt/dataops/bin/python -m compileall -q -j 0 --invalidation-mode unchecked-hash /opt/dataops/lib \
    && /opt/dataops/bin/dataops --help > /dev/null

FROM python:3.11-slim
LABEL org.opencontainers.image.title="DataOps Agent" \
    org.opencontainers.image.description="A chat assistant for data-engineering teams" \
    org.opencontainers.image.licenses="Apache-2.0 AND OFL-1.1"
# The number is fixed: volumes and Kubernetes' fsGroup go by it.
RUN groupadd --gid 10001 dataops \
    && useradd --uid 10001 --gid 10001 --no-create-home --home-dir /data --shell /usr/sbin/nologin dataops \
    && install --directory --owner 10001 --group 10001 --mode 0700 /data
COPY --from=build /opt/dataops /opt/dataops
ENV PATH=/opt/dataops/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 DATAOPS_HOME=/data HOME=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
# It drains within 20 seconds.
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=4)"]
ENTRYPOINT ["dataops"]
# Others can reach it, so it needs DATAOPS_POLICY and DATAOPS_PUBLIC_URL, and JWT_SECRET for tokens of the API.
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
