#!/usr/bin/env bash
# Fetches every Python package the portal needs into a folder, for machines without internet:
#
#   deploy/wheelhouse.sh wheels       on any Debian 12 machine with internet and Python 3.11
#   deploy/install.sh … --wheels wheels
#
# Each is checked against requirements.txt, here and again when it is installed.
set -euo pipefail
source=$(dirname "$(dirname "$(realpath "$0")")")
folder=${1:?"用法：deploy/wheelhouse.sh 文件夹"}
mkdir -p "$folder"
python=python3
for python in python3.11 python3; do
    if command -v "$python" >/dev/null; then break; fi
done
"$python" -m pip download --quiet --require-hashes --only-binary=:all: --disable-pip-version-check \
    --python-version 3.11 --implementation cp --abi cp311 --abi abi3 --abi none \
    --platform manylinux_2_36_x86_64 --platform manylinux_2_35_x86_64 --platform manylinux_2_34_x86_64 \
    --platform manylinux_2_31_x86_64 --platform manylinux_2_28_x86_64 --platform manylinux_2_27_x86_64 \
    --platform manylinux_2_26_x86_64 --platform manylinux_2_24_x86_64 --platform manylinux_2_17_x86_64 \
    --platform manylinux2014_x86_64 --platform manylinux2010_x86_64 --platform manylinux1_x86_64 \
    --platform manylinux_2_12_x86_64 --platform manylinux_2_5_x86_64 --platform any \
    --dest "$folder" -r "$source/requirements.txt"
echo "已下载 $(find "$folder" -name '*.whl' | wc -l) 个软件包，共 $(du -sh "$folder" | cut -f1)。"
