# docker build --tag columnwise . && docker run --rm --publish 127.0.0.1:8000:8000 columnwise
# docs/operating.md says how to run it with as few rights as it needs.
#
# The base is named by its digest, so that today's image can be built again. The tag is for people. Both FROM lines name
# the same; to renew: docker buildx imagetools inspect python:3.13-slim-trixie

FROM python:3.13.15-slim-trixie@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b AS build
WORKDIR /columnwise
COPY requirements.txt ./
# The venv needs no pip of its own: the image's pip fills it with exactly what the file names and checks that nothing is
# missing, and the next stage takes it as it is. NumPy's tests and what compilers need of it stay behind.
RUN python -m venv --without-pip /opt/venv \
 && pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check --no-deps --require-hashes -r requirements.txt \
 && pip --python /opt/venv/bin/python check \
 && find /opt/venv -type d \( -name tests -o -path '*/numpy/_core/include' -o -path '*/numpy/_core/lib' \) -prune -exec rm -r {} +
COPY app/ app/
# Compiled here once; the user below may write nothing. Not checked against the source again: both are in the image.
RUN python -m compileall -q --invalidation-mode unchecked-hash app

FROM python:3.13.15-slim-trixie@sha256:7c61056e61ac89e852de05f3dc6fa51a6dd2181797bceed46aa725dd7cb2cd3b
LABEL org.opencontainers.image.title="Columnwise" \
      org.opencontainers.image.description="See a neural network compute every example at once" \
      org.opencontainers.image.licenses="MIT"
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    MALLOC_ARENA_MAX=1 \
    HOST=0.0.0.0 \
    PORT=8000
WORKDIR /columnwise
COPY --from=build /opt/venv /opt/venv
COPY --from=build /columnwise/app/ app/
COPY LICENSE ./
COPY templates/ templates/
COPY static/ static/
# A number, so that Kubernetes can see that it is not root.
USER 10001:10001
EXPOSE 8000
# http.client rather than urllib: it heeds no proxy setting.
HEALTHCHECK --interval=30s --timeout=3s --start-period=10s --retries=3 \
  CMD ["python", "-c", "import http.client, os, sys; c = http.client.HTTPConnection('127.0.0.1', int(os.environ['PORT']), timeout=2); c.request('GET', '/healthz'); sys.exit(c.getresponse().status != 200)"]
CMD ["python", "-m", "app.server"]
