# docker build --tag columnwise . && docker run --rm --publish 8000:8000 columnwise

FROM python:3.13-slim AS build
WORKDIR /columnwise
COPY requirements.txt ./
# The venv needs no pip of its own: the image's pip fills it, and the next stage takes it as it is.
RUN python -m venv --without-pip /opt/venv \
 && pip --python /opt/venv/bin/python install --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt
COPY app/ app/
# Compiled here once; the user below may write nothing. Not checked against the source again: both are in the image.
RUN python -m compileall -q --invalidation-mode unchecked-hash app

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Columnwise" \
      org.opencontainers.image.description="See a neural network compute every example at once" \
      org.opencontainers.image.licenses="MIT"
ENV PATH=/opt/venv/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
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
CMD ["gunicorn", "-c", "python:app.server", "app:create_app()"]
